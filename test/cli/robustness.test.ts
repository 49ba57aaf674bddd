/** `skein robustness`: its files, its table, JSON, what it refuses and what Ctrl-C does. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { take } from "../../src/data/image_set.js";
import { loadMnist } from "../../src/data/mnist.js";
import { ImageClassifier } from "../../src/models/index.js";
import { here, skein } from "./skein.js";

/** More of them than listeners that Node allows for one signal without a warning. */
const CHANGES = "blur,crop,brightness,noise,rotation,jpeg,resize-area,resize-linear,resize-nearest";

describe("skein robustness", () => {
  const folder = mkdtempSync(join(tmpdir(), "skein-robustness-"));
  const model = join(folder, "model.safetensors");
  const some = [
    "--limit",
    "40",
    "--eps",
    "0.1,0.05",
    "--changes",
    CHANGES,
    "--certify",
    "2",
    "--draws",
    "50",
  ];
  beforeAll(async () => {
    const digits = take((await loadMnist()).train, 200);
    const classifier = new ImageClassifier({ epochs: 3 }, "native");
    await classifier.fit(digits, digits.labels!);
    await classifier.save(model);
    await classifier.close();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const run = (...args: string[]) => here(["robustness", model, "mnist", "--device", "native", ...args]);

  it("writes JSON and a page, prints a table, and does not replace an earlier run unasked [native]", async () => {
    const out = join(folder, "results");
    const { code, stdout, stderr } = await run(...some, "--out", out);
    expect({ code, stderr: stderr.includes("40 images, 28 x 28, grey") }).toEqual({ code: 0, stderr: true });
    expect(stderr).not.toContain("Warning");
    expect(stdout).toMatch(/attack +eps +flip rate +accuracy +most flips\nfgsm +0\.05 /);
    expect(stdout).toMatch(/Certified \d of 2 images \(\d abstained\), sigma 0\.25, 50 draws, alpha 0\.001/);
    const json = JSON.parse(readFileSync(join(out, "robustness.json"), "utf8"));
    expect(json).toMatchObject({ version: 1, source: "mnist", images: 40, labelled: 40 });
    expect(json.attacks).toHaveLength(4);
    const page = readFileSync(join(out, "robustness.html"), "utf8");
    for (const id of ["attacks", "classes", "examples", "changes", "certificate"]) {
      expect(page).toContain(`<section id="${id}">`);
    }
    const again = await run(...some, "--out", out);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain("holds the robustness.json of an earlier run");
  });

  it("prints one line of JSON [native]", async () => {
    const { code, stdout } = await run(
      "--json",
      "--quiet",
      "--limit",
      "10",
      "--attacks",
      "none",
      "--certify",
      "0",
      "--changes",
      "grey,crop",
    );
    expect(code).toBe(0);
    const json = JSON.parse(stdout);
    expect(json.attacks).toEqual([]);
    expect(json.certificate).toBe(null);
    expect(json.changes).toHaveLength(3);
    expect(json.skipped).toEqual([{ part: "grey", reason: "the images have no colour" }]);
  });

  it.each([
    [["--eps", "-0.1"], "--eps has -0.1: give numbers from 0 to 1"],
    [["--eps=1.5"], "--eps has 1.5: give numbers from 0 to 1"],
    [["--sigma", "0"], "--sigma is 0: give a number above 0"],
    [["--sigma", "101"], "--sigma is 101: give a number above 0 and up to 100"],
    [["--draws", "5"], "--draws is 5: with --alpha 0.001 fewer than 10 draws certify no image"],
    [["--step-size", "2"], "--step-size is 2: give a number above 0 and up to 1"],
    [["--attacks", "cw"], "cw is no known attack"],
    [["--alpha", "2"], "--alpha is 2: give a number above 0 and below 1"],
  ])("refuses %j in one sentence, before it reads images", async (args, message) => {
    const { code, stdout, stderr } = await run(...args, "--out", join(folder, "refused"));
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("images,");
    expect(existsSync(join(folder, "refused"))).toBe(false);
  });

  it("stops at Ctrl-C, and leaves no folder [native]", async () => {
    const out = join(folder, "stopped");
    let sent = false;
    const args = [
      "robustness",
      model,
      "mnist",
      "--device",
      "native",
      "--certify",
      "10000",
      "--attacks",
      "none",
    ];
    const { code, stderr } = await skein([...args, "--changes", "none", "--out", out], {
      onStderr: (text, child) => {
        if (sent || !text.includes("10,000 images")) return;
        sent = true;
        setTimeout(() => child.kill("SIGINT"), 300);
      },
    });
    expect(code).toBe(130);
    expect(stderr).toContain("Stopping.");
    expect(existsSync(out)).toBe(false);
  });

  it("lists attacks and changes in its help", async () => {
    const { stdout } = await here(["robustness", "--help"]);
    for (const name of ["fgsm", "pgd", "jpeg", "rotation", "resize-area"])
      expect(stdout).toMatch(new RegExp(`^  ${name} `, "m"));
  });
});
