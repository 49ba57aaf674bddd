/** `skein compare`, as a user does it. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ComparisonRow, compareLearners } from "../../src/compare/index.js";
import { openImages } from "../../src/data/source.js";
import { encodePng } from "../../src/report/png.js";
import { SHAPES, SIDE, shapes } from "../support/shapes.js";
import { here, type Result, skein, temporaryFolder } from "./skein.js";

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string) => join(folder.path, name);
const run = (...args: string[]) => here(["compare", ...args, "-d", "native"], { cwd: folder.path });

/** Writes shapes as PNG files, into a folder for each class. */
function writeShapes(name: string, count: number): void {
  const { pixels, labels } = shapes(count);
  labels!.forEach((label, i) => {
    const own = pixels.subarray(i * SIDE * SIDE, (i + 1) * SIDE * SIDE);
    mkdirSync(at(`${name}/${SHAPES[label]}`), { recursive: true });
    const png = encodePng({ width: SIDE, height: SIDE, channels: 1, pixels: own });
    writeFileSync(at(`${name}/${SHAPES[label]}/${String(i).padStart(3, "0")}.png`), png);
  });
}

/** What does not depend on the clock. */
const steady = (rows: readonly ComparisonRow[]) =>
  rows.map(({ result, ...row }) => ({ ...row, result: result && { ...result, seconds: 0, memory: 0 } }));

describe("compare [native]", () => {
  const learners = ["rowLstm", "kmeans", "linearSvm"];
  const args = ["shapes", "--size", "8", "--learners", learners.join(","), "-e", "6", "-b", "10"];
  let result: Result;
  beforeAll(async () => {
    writeShapes("shapes", 60);
    result = await run(...args, "--out", "compared");
  });

  it("prints a table, best first, and the learning rates", () => {
    expect(result.code, result.stderr).toBe(0);
    const lines = result.stdout.split("\n");
    expect(lines[0]).toMatch(/^learner +learns from +accuracy +precision +recall +F1 +training s/);
    const rows = lines.slice(1, 4);
    const accuracies = rows.map((line) => Number(/(\d+\.\d+) %/.exec(line)![1]));
    expect(accuracies).toEqual([...accuracies].sort((a, b) => b - a));
    expect(rows.map((line) => line.split(" ")[0]).sort()).toEqual([...learners].sort());
    expect(rows.find((line) => line.startsWith("kmeans"))).toContain("images alone");
    expect(result.stdout).toContain("Scores of 12 validation images");
    expect(result.stdout).toMatch(
      /\nrowLstm +[\d.]+ % at 0\.0001 +[\d.]+ % at 0\.001 +[\d.]+ % at 0\.01 +[\d.]+ %\n/,
    );
    expect(result.stdout).toContain("compared: comparison.json, comparison.csv, comparison.html");
    expect(result.stderr).toContain("shapes: 60 images, 8 x 8, grey");
    for (const learner of learners) expect(result.stderr).toContain(`${learner}: accuracy`);
  });

  it("writes the same figures as JSON, as CSV and into a page", () => {
    expect(readdirSync(at("compared")).sort()).toEqual([
      ...["comparison.csv", "comparison.html", "comparison.json"],
    ]);
    const { rows, skein: version } = JSON.parse(readFileSync(at("compared/comparison.json"), "utf8"));
    expect(version).toMatch(/^\d/);
    const [header, ...lines] = readFileSync(at("compared/comparison.csv"), "utf8").trimEnd().split("\n");
    const columns = header!.split(",");
    lines.forEach((line, i) => {
      const cells = line.split(",");
      const of = (name: string) => cells[columns.indexOf(name)];
      expect(cells).toHaveLength(columns.length);
      expect(of("learner")).toBe(rows[i].learner);
      expect(Number(of("recall"))).toBe(rows[i].result.scores.recall);
      expect(Number(of("memoryBytes"))).toBe(rows[i].result.memory.growth);
    });
    const page = readFileSync(at("compared/comparison.html"), "utf8");
    for (const id of ["table", "accuracy", "time", "rates"]) expect(page).toContain(`<section id="${id}">`);
  });

  it("gives what the library gives, and prints it as JSON", async () => {
    const { code, stdout } = await run(...args, "--json", "-q");
    expect(code).toBe(0);
    const printed = JSON.parse(stdout);
    const opened = await openImages(at("shapes"), { height: SIDE, width: SIDE });
    const own = await compareLearners(opened, { learners, epochs: 6, batch: 10, device: "native" });
    expect(steady(printed.rows)).toEqual(steady(own.rows));
    expect(printed.images).toEqual(own.images);
    expect(printed.classes).toEqual(["lying", "square", "standing"]);
  });

  it("exits with 1 where a learner fails, and shows the others", async () => {
    const { code, stdout, stderr } = await run("shapes", "--size", "8", "--learners", "alexNet,kmeans");
    expect(code).toBe(1);
    expect(stdout).toMatch(/\nalexNet +labels( +-){8}\n/);
    expect(stdout).toContain("alexNet failed: alexNet: images are 8 x 8 pixels: give them 63 x 63 or more");
    expect(stdout).toMatch(/kmeans +images alone +\d/);
    expect(stderr).toContain("alexNet: failed");
  });

  it("says how many images a learner was trained on, and what is tried with --rates 1", async () => {
    const { pixels, labels, count } = shapes(6600);
    const header = Buffer.from([0, 0, 8, 3, 0, 0, count >> 8, count & 255, 0, 0, 0, SIDE, 0, 0, 0, SIDE]);
    writeFileSync(at("many-idx3-ubyte"), Buffer.concat([header, pixels]));
    writeFileSync(at("many.txt"), [...labels!].join("\n"));
    const many = ["many-idx3-ubyte", "--labels", "many.txt", "--learners", "rbfSvm,rowLstm"];
    const { code, stdout } = await run(...many, "--rates", "1", "-e", "1", "-b", "200", "-q");
    expect(code).toBe(0);
    // 1,760 of each class are left to learn from; of each, 5000 / 5280 are drawn.
    expect(stdout).toContain("rbfSvm was trained on 5,001 of 5,280 images.");
    expect(stdout).not.toContain("rowLstm was trained on");
    expect(stdout).not.toContain("learning rate");
  });

  it("Ctrl-C leaves the rows so far", async () => {
    const long = ["compare", "shapes", "--size", "8", "--learners", "kmeans,rowLstm", "-e", "1000000"];
    const { code, stdout, stderr } = await skein([...long, "-d", "native", "--out", "stopped"], {
      cwd: folder.path,
      onStderr: (text, child) => {
        if (text.includes("kmeans: accuracy") && !text.includes("Stopping")) child.kill("SIGINT");
      },
    });
    expect(code, stderr).toBe(130);
    expect(stdout).toMatch(/\nkmeans +images alone/);
    expect(stdout).not.toContain("rowLstm");
    const { finished, rows } = JSON.parse(readFileSync(at("stopped/comparison.json"), "utf8"));
    expect({ finished, rows: rows.length }).toEqual({ finished: false, rows: 1 });
  });

  it.each([
    [["shapes", "--learners", "perceptron"], "perceptron is no known learner: give rowLstm"],
    [["shapes", "--learners", ","], "no learner is named"],
    [["shapes/square"], "move each image into a folder named after its class"],
    [["nowhere"], "nowhere does not exist"],
    [["shapes", "--labels", "none.csv"], "none.csv cannot be read"],
    [["shapes", "--out", "compared"], "compared holds the comparison.json of an earlier run"],
    [["shapes", "--rates", "2"], "--rates is 2: choose one of 1, 3"],
    [["shapes", "--batch", "1"], "--batch is 1: give a whole number from 2"],
    [["mnist", "--limit", "20", "--size", "9"], "--size is for image files"],
    [["lone"], "one class only"],
    [["single"], "class 0 has a single image"],
  ])("%j is refused", async (given, sentence) => {
    for (const [name, files] of [
      ["lone", ["a/1.png", "a/2.png"]],
      ["single", ["a/1.png", "b/1.png", "b/2.png"]],
    ] as const) {
      for (const file of files) {
        mkdirSync(at(`${name}/${file[0]}`), { recursive: true });
        const pixels = new Uint8Array(16).fill(name.length);
        writeFileSync(at(`${name}/${file}`), encodePng({ width: 4, height: 4, channels: 1, pixels }));
      }
    }
    const { code, stdout, stderr } = await run(
      ...given,
      ...(given.includes("--out") ? [] : ["--out", "new"]),
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/\n {4}at .*\.js:\d/);
    expect(existsSync(at("new"))).toBe(false);
  });
});
