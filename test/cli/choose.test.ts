/** `skein choose`, as a user does it. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ImageClusterChoice } from "../../src/models/choose_image_clusters.js";
import { encodePng } from "../../src/report/png.js";
import { SIDE, shapes } from "../support/shapes.js";
import { here, type Result, temporaryFolder } from "./skein.js";

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string) => join(folder.path, name);
const run = (...args: string[]) => here(["choose", ...args, "-d", "native"], { cwd: folder.path });

/** Writes shapes of three kinds as PNG files. */
function writeShapes(name: string, count: number): void {
  const { pixels } = shapes(count);
  mkdirSync(at(name), { recursive: true });
  for (let i = 0; i < count; i++) {
    const own = pixels.subarray(i * SIDE * SIDE, (i + 1) * SIDE * SIDE);
    const png = encodePng({ width: SIDE, height: SIDE, channels: 1, pixels: own });
    writeFileSync(at(`${name}/${String(i).padStart(3, "0")}.png`), png);
  }
}

describe("choose [native]", () => {
  const args = ["shapes", "--size", "8", "--to", "7", "--features", "hog"];
  let result: Result;
  beforeAll(async () => {
    writeShapes("shapes", 90);
    result = await run(...args, "--out", "pages/choice.html");
  });

  it("prints a table of criteria and K, and recommends the number of shapes", () => {
    expect(result.code, result.stderr).toBe(0);
    const lines = result.stdout.split("\n");
    expect(lines[0]).toMatch(/^K +Gap statistic +Silhouette +Calinski-Harabasz +Davies-Bouldin/);
    expect(lines.slice(1, 7).map((line) => Number(line.trim().split(" ")[0]))).toEqual([2, 3, 4, 5, 6, 7]);
    expect(result.stdout).toMatch(/\nStability +3 /);
    expect(result.stdout).toMatch(/\nRecommended: 3 \(confidence \d+ %\).*; judged by hog of 90 images\.\n/);
    expect(result.stdout).toContain("\npages/choice.html\n");
    expect(result.stderr).toContain("shapes: 90 images, 8 x 8, grey");
  });

  it("writes a page with all curves, votes and pictures of what splits", () => {
    const page = readFileSync(at("pages/choice.html"), "utf8");
    expect(page).toContain("<h1>3 classes</h1>");
    expect(page.match(/Line chart of/g)!.length).toBe(2 * 8);
    for (const title of ["Gap statistic", "Silhouette", "HDBSCAN", "Eigengap", "Stability"]) {
      expect(page).toContain(`<th scope="row">${title}`);
    }
    expect(page).toContain("<h3>From 3 to 4</h3>");
    expect(page).toContain("a number which no criterion takes can be recommended");
    expect(page).toContain("data:image/png;base64,");
    expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
  });

  it("gives the same as JSON, and keeps an earlier page", async () => {
    const { code, stdout } = await run(...args, "--methods", "silhouette,hdbscan", "--json");
    expect(code).toBe(0);
    const found = JSON.parse(stdout) as ImageClusterChoice;
    expect(found.ks).toEqual([2, 3, 4, 5, 6, 7]);
    expect(found.criteria.map(({ name }) => name)).toEqual(["silhouette", "hdbscan"]);
    expect(found.criteria[0]!.values!.length).toBe(6);
    expect(found.recommended[0]!.clusters).toBe(3);
    const again = await run(...args, "--out", "pages/choice.html");
    expect(again.code).toBe(2);
    expect(again.stderr).toContain(
      "pages/choice.html exists: choose another --out, or replace it with --force",
    );
  });

  it.each([
    [["--from", "1"], "--from is 1: give a whole number from 2 to 1000"],
    [["--from", "6", "--to", "5"], "--to is 5, --from 6: give a --to that is not below --from"],
    [
      ["--features", "hog:x"],
      "--features has hog:x: give names, each with a weight above 0 at most, as lbp:0.3",
    ],
    [["--features", "teeth"], "teeth is no known image feature: choose one of"],
    [["--methods", "elbow"], "elbow is no known method: choose one of gap, silhouette"],
    [["--features", "hog,hog:0.5"], "--features has hog twice: name each once"],
    [["--methods", "gap, gap"], "--methods has gap twice: name each once"],
    [["--to", "500"], "distinct rows cannot tell 500 clusters apart: give at most"],
  ])("refuses %j with exit code 2", async (more, message) => {
    const { code, stderr, stdout } = await run("shapes", "--size", "8", "--features", "hog", ...more);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
    expect(stdout).toBe("");
  });

  it("lists features and criteria in its help", async () => {
    const { stdout } = await here(["choose", "--help"]);
    for (const name of ["hog", "lbp", "silhouette", "calinski-harabasz"]) {
      expect(stdout).toMatch(new RegExp(`^  ${name} `, "m"));
    }
    expect(stdout).toMatch(/a number which no criterion names can be recommended/);
  });

  it("leaves no folder behind when it fails", async () => {
    const { code } = await run("shapes", "--features", "teeth", "--out", "new/choice.html");
    expect(code).toBe(2);
    expect(existsSync(at("new"))).toBe(false);
  });
});
