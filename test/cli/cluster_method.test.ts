/** `skein cluster` with features and methods that need no training. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodePng } from "../../src/report/png.js";
import { DIGITS, here, temporaryFolder } from "./skein.js";

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string) => join(folder.path, name);
const run = (...args: string[]) => here([...args, "--device", "native"], { cwd: folder.path });

describe("skein cluster --method [native]", () => {
  beforeAll(() => {
    const pixels = readFileSync(join(DIGITS, "t10k-images-idx3-ubyte")).subarray(16);
    const labels = readFileSync(join(DIGITS, "t10k-labels-idx1-ubyte")).subarray(8);
    for (let i = 0; i < 80; i++) {
      mkdirSync(at(`digits/${labels[i]}`), { recursive: true });
      const image = { width: 28, height: 28, channels: 1, pixels: pixels.subarray(i * 784, (i + 1) * 784) };
      writeFileSync(at(`digits/${labels[i]}/${i}.png`), encodePng(image));
    }
  });

  it.each(["kmeans", "ward", "hdbscan"])("sorts by %s, and predict opens the model", async (method) => {
    const clusters = method === "hdbscan" ? [] : ["-k", "10"];
    const given = ["--features", "hog,pixels", "--method", method, ...clusters, "--labels", "folders"];
    const result = await run("cluster", "digits", ...given, "--out", method, "--sort-into", `by-${method}`);
    expect(result.code, result.stderr).toBe(0);
    expect(result.stdout).toMatch(/accuracy \(Hungarian\)/);
    expect(readdirSync(at(method)).sort()).toEqual([
      "assignments.csv",
      "classes.json",
      "metrics.json",
      "model.safetensors",
      "report.html",
    ]);
    const metrics = JSON.parse(readFileSync(at(`${method}/metrics.json`), "utf8"));
    expect(metrics.config).toMatchObject({ features: ["hog", "pixels"], method });
    expect(metrics).not.toHaveProperty("history");
    const images = metrics.classes.reduce((sum: number, one: { images: number }) => sum + one.images, 0);
    expect(images).toBe(80);
    const predicted = await run("predict", `${method}/model.safetensors`, "digits");
    expect(predicted.code, predicted.stderr).toBe(0);
    expect(predicted.stdout.trimEnd().split("\n")).toHaveLength(81);
    if (method === "kmeans") {
      const evaluated = await run("evaluate", "kmeans/model.safetensors", "digits", "--json");
      expect(JSON.parse(evaluated.stdout).scores.all.accuracy).toBeCloseTo(metrics.scores.all.accuracy, 6);
    }
  });

  it("takes the number of classes that choose recommends", async () => {
    const chosen = await run("choose", "digits", "--features", "hog", "--json");
    const [{ clusters }] = JSON.parse(chosen.stdout).recommended;
    const given = ["--features", "hog", "--method", "ward", "-k", "auto", "--sort-into", "by-auto"];
    const { code, stderr, stdout } = await run("cluster", "digits", ...given, "--out", "auto", "--json");
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/^comparing numbers of classes/m);
    expect(stderr).toContain(`classes: ${clusters}, with confidence `);
    expect(JSON.parse(stdout).classes).toHaveLength(clusters);
    expect(readdirSync(at("by-auto"))).toHaveLength(clusters);
  });

  it("refuses what does not belong together", async () => {
    const wrong: [string[], RegExp][] = [
      [["--method", "kmeans", "--epochs", "3"], /--epochs is for the recurrent network/],
      [["--method", "kmeans", "--resume"], /--resume is for the recurrent network/],
      [["--features", "hog"], /give --method, too/],
      [["--features", "smell", "--method", "kmeans"], /smell is no known image feature: choose one of/],
      [["--method", "guess"], /--method is guess: give one of network, kmeans, .*ward/],
      [["--method", "hdbscan", "-k", "auto"], /finds the number of clusters itself/],
      [["--method", "kmeans", "-k", "some"], /--clusters is some: give a whole number from 2 to 10000/],
      [["--method", "hdbscan", "-k", "3"], /finds the number of clusters itself/],
      [["--features", "hog, hog", "--method", "ward"], /hog is named twice/],
      [["--minutes", "0"], /--minutes is 0: give a number above 0/],
      [["--minutes", "-1"], /--minutes is -1: give a number above 0/],
      [["--minutes", "5", "--method", "ward"], /--minutes is shared out where .* --method fixes it/],
      [["--minutes", "5", "--epochs", "3"], /--minutes is shared out where .* --epochs fixes it/],
      [["--method", "network", "--features", "hog"], /--method network trains: leave one out/],
      [["--features", "", "--method", "ward"], /--features is empty: give names with commas between them/],
    ];
    for (const [args, message] of wrong) {
      const { code, stderr } = await run("cluster", "digits", ...args);
      expect(stderr).toMatch(message);
      expect(code).toBe(2);
    }
  });

  it("lists features and methods in its help", async () => {
    const { stdout } = await here(["cluster", "--help"]);
    for (const name of ["hog", "ward", "hdbscan", "kmeans"])
      expect(stdout).toMatch(new RegExp(`^  ${name} `, "m"));
  });
});
