/** `skein train` and what is done with its model, as a user does it. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodePng } from "../../src/report/png.js";
import { DIGITS, here, type Result, skein, temporaryFolder } from "./skein.js";

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string) => join(folder.path, name);
const run = (...args: string[]) => here([...args, "-d", "native"], { cwd: folder.path });
const MODEL = "run/model.safetensors";

/** Writes digits as PNG files, into a folder for each name. */
function writeDigits(name: string, perClass: Record<string, readonly [digit: number, count: number]>): void {
  const pixels = readFileSync(join(DIGITS, "t10k-images-idx3-ubyte")).subarray(16);
  const labels = readFileSync(join(DIGITS, "t10k-labels-idx1-ubyte")).subarray(8);
  for (const [label, [digit, count]] of Object.entries(perClass)) {
    mkdirSync(at(`${name}/${label}`), { recursive: true });
    const found = [...labels.entries()].filter(([, value]) => value === digit).slice(0, count);
    for (const [i] of found) {
      const image = { width: 28, height: 28, channels: 1, pixels: pixels.subarray(i * 784, (i + 1) * 784) };
      writeFileSync(at(`${name}/${label}/${i}.png`), encodePng(image));
    }
  }
}

describe("train [native]", () => {
  let result: Result;
  beforeAll(async () => {
    writeDigits("signs", { zero: [0, 40], one: [1, 40], seven: [7, 40] });
    const args = ["--model", "rowLstm", "--epochs", "30", "--batch", "10", "--size", "28", "--out", "run"];
    result = await run("train", "signs", ...args, "--learning-rate", "0.005", "--validation-split", "0.25");
  });

  it("says what it learned, and leaves model, history and metrics", () => {
    expect(result.code, result.stderr).toBe(0);
    expect(result.stderr).toContain("signs: 120 images, 28 x 28, grey");
    expect(result.stdout).toMatch(/epoch +loss +accuracy +valLoss +valAccuracy\n/);
    expect(readdirSync(at("run")).sort()).toEqual([
      "history.csv",
      "metrics.json",
      "model.safetensors",
      "report.html",
    ]);
    const page = readFileSync(at("run/report.html"), "utf8");
    for (const id of ["curves", "confusion", "scores", "mistakes", "settings"])
      expect(page).toContain(`<section id="${id}">`);
    const rows = readFileSync(at("run/history.csv"), "utf8").trimEnd().split("\n");
    expect(rows[0]).toBe("epoch,loss,accuracy,valLoss,valAccuracy,learningRate,seconds");
    expect(rows).toHaveLength(31);
    const metrics = JSON.parse(readFileSync(at("run/metrics.json"), "utf8"));
    expect(metrics).toMatchObject({
      images: { train: 120, test: 0, height: 28, width: 28, channels: 1 },
      classes: ["one", "seven", "zero"],
      config: { network: "rowLstm", epochs: 30, batch: 10, validationSplit: 0.25, learningRate: 0.005 },
    });
    expect(metrics.history.at(-1).metrics.valAccuracy).toBeGreaterThan(0.8);
  });

  it("predict names the labels", async () => {
    const { code, stdout } = await run("predict", MODEL, "signs/zero", "-q");
    expect(code).toBe(0);
    const [header, ...lines] = stdout.trimEnd().split("\n");
    expect(header).toBe("image,label,confidence");
    expect(lines.filter((line) => line.split(",")[1] === "zero").length).toBeGreaterThan(35);
    const json = await run("predict", MODEL, "signs/one", "--json", "--top", "2", "-q");
    const first = JSON.parse(json.stdout.split("\n")[0]!);
    expect(first).toMatchObject({ label: first.top[0].label, confidence: first.top[0].confidence });
    expect(first.top).toHaveLength(2);
    const sorted = await run("predict", MODEL, "signs", "--sort-into", "sorted", "-q");
    expect(sorted.code, sorted.stderr).toBe(0);
    expect(readdirSync(at("sorted")).sort()).toEqual(["one", "seven", "zero"]);
  });

  it("evaluate compares by name, and refuses classes that the model never saw", async () => {
    const { code, stdout } = await run("evaluate", MODEL, "signs", "--json", "-q");
    expect(code).toBe(0);
    expect(JSON.parse(stdout).scores.all.accuracy).toBeGreaterThan(0.9);
    writeDigits("more", { zero: [0, 3], three: [3, 3] });
    const refused = await run("evaluate", MODEL, "more", "-q");
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("label three is none of the 3 classes that the model knows");
  });

  it("goes on with an interrupted training, to the same model", async () => {
    const args = ["train", "signs", "-m", "rowLstm", "-e", "20", "-b", "2", "--size", "28"];
    const whole = await run(...args, "--out", "whole");
    expect(whole.code, whole.stderr).toBe(0);
    const interrupted = await skein([...args, "-d", "native", "--out", "parts"], {
      cwd: folder.path,
      onStderr: (text, child) => {
        if (text.includes("epoch 2/20") && !text.includes("Finishing the step")) child.kill("SIGINT");
      },
    });
    expect(interrupted.code, interrupted.stderr).toBe(130);
    expect(interrupted.stderr).toContain("Go on with");
    const resumed = await run(...args, "--out", "parts", "--resume");
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(
      readFileSync(at("parts/model.safetensors")).equals(readFileSync(at("whole/model.safetensors"))),
    ).toBe(true);
  });

  writeDigits("alone", { zero: [0, 3] });
  it.each([
    [["train", "alone"], "one class only (zero): give images of two classes or more"],
    [["train", "signs/zero"], "move each image into a folder named after its class"],
    [["train", "signs", "--model", "perceptron"], "perceptron is no known network"],
    [["train", "signs", "--validation-split", "1"], "validationSplit is 1: give a number between 0 and 1"],
    [["train", "signs", "--validation-split", "0"], "--validation-split is 0: give a number above 0"],
    [["train", "signs", "--learning-rate", "fast"], "--learning-rate is fast: give a number above 0"],
    [["train", "nowhere"], "nowhere does not exist"],
    [
      ["train", "mnist", "--validation-split", "0.1", "--limit", "20"],
      "brings test images to judge by: leave it out",
    ],
  ])("%j is refused in a sentence", async (args, message) => {
    const { code, stderr } = await run(...args);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  it("one image of a class is refused, and nothing is left behind", async () => {
    writeDigits("single", { zero: [0, 5], one: [1, 1] });
    const { code, stderr } = await run("train", "single", "--out", "single-run");
    expect(stderr).toContain("class one has a single image: give it two or more, or leave it out");
    expect(code).toBe(2);
    expect(readdirSync(folder.path)).not.toContain("single-run");
  });

  it("begins with the model of another training, at its size", async () => {
    writeDigits("others", { two: [2, 8], three: [3, 8] });
    const args = ["--from", MODEL, "--freeze", "all", "--epochs", "2", "--out", "other", "--json"];
    const { code, stdout, stderr } = await run("train", "others", ...args);
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      images: { height: 28, width: 28, channels: 1 },
      classes: ["three", "two"],
      config: { network: "rowLstm", freeze: "all", epochs: 2 },
    });
    const wrong = await run("train", "others", "--from", MODEL, "--model", "resnet18");
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain("holds rowLstm, not resnet18");
    for (const more of [
      ["--freeze", "some"],
      ["--freeze", "99"],
      ["--finetune-from", "nowhere"],
      ["--encoder-rate", "0"],
    ]) {
      const { code: refused } = await run("train", "others", "--from", MODEL, ...more, "--out", "third");
      expect(refused, more.join(" ")).toBe(2);
    }
    expect((await run("train", "others", "--from", "others/two/none.safetensors")).code).toBe(2);
    const nothing = await run("train", "others", "--finetune-from", "rnn", "--out", "third");
    expect(nothing.code).toBe(2);
    expect(nothing.stderr).toContain(
      "--finetune-from is for a network that learned elsewhere: give its file as --from",
    );
  });
});
