/** `skein preprocess`, and `--preprocess` of the commands that learn. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadImageFile } from "../../src/data/folder.js";
import { preprocess } from "../../src/preprocess/index.js";
import { encodePng } from "../../src/report/png.js";
import { here, temporaryFolder } from "./skein.js";

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string) => join(folder.path, name);
const run = (...args: string[]) => here(args, { cwd: folder.path });

const sizes = {
  "bars/wide.png": [12, 30],
  "bars/high.png": [40, 9],
  "dots/small.png": [5, 5],
  "one.png": [1, 1],
};

describe("skein preprocess", () => {
  beforeAll(() => {
    for (const [name, [height, width]] of Object.entries(sizes)) {
      mkdirSync(join(at("photos"), name, ".."), { recursive: true });
      const pixels = Uint8Array.from({ length: height! * width! * 3 }, (_, i) => (i * 37) % 251);
      writeFileSync(
        join(at("photos"), name),
        encodePng({ height: height!, width: width!, channels: 3, pixels }),
      );
    }
    writeFileSync(at("photos/broken.png"), "no picture");
  });

  it("writes each image at its own size under its name, and a page", async () => {
    const steps = "grey,gaussian-blur:sigma=2,otsu";
    const result = await run("preprocess", "photos", "--steps", steps, "--out", "clean");
    expect(result.code, result.stderr).toBe(0);
    expect(result.stdout).toBe(
      "4 images in clean: grey,gaussian-blur(sigma=2),otsu\nclean/preprocess.html\n",
    );
    expect(result.stderr).toContain("broken.png");
    for (const [name, [height, width]] of Object.entries(sizes)) {
      const options = { height: height!, width: width! };
      const before = await loadImageFile(join(at("photos"), name), { ...options, channels: 3 });
      const written = await loadImageFile(join(at("clean"), name), { ...options, channels: 1 });
      expect(written.pixels, name).toEqual((await preprocess(before, steps)).pixels);
    }
    const page = readFileSync(at("clean/preprocess.html"), "utf8");
    expect(page.match(/<img /g)).toHaveLength(4 * 4);
    expect(page).toContain("bars/wide.png, after gaussian-blur(sigma=2)");
  });

  it("takes a size for all, drops outliers and says which, as JSON too", async () => {
    writeFileSync(
      at("photos/black.png"),
      encodePng({ height: 8, width: 8, channels: 1, pixels: new Uint8Array(64) }),
    );
    const given = ["--steps", "drop-outliers", "--out", "kept", "--size", "8", "--json", "--no-report"];
    const result = await run("preprocess", "photos", ...given);
    expect(result.code, result.stderr).toBe(0);
    const { images, notes, skipped } = JSON.parse(result.stdout);
    expect(notes).toEqual([
      { step: "drop-outliers", values: 0, images: expect.arrayContaining(["black.png"]) },
    ]);
    expect(images).toBe(5 - notes[0].images.length);
    expect(skipped.map(({ name }: { name: string }) => name)).toEqual(["broken.png"]);
    expect(result.stderr).toContain("drop-outliers left out");
    expect(existsSync(at("kept/black.png"))).toBe(false);
    expect(existsSync(at("kept/preprocess.html"))).toBe(false);
  });

  it.each([
    [["--steps", "blurr", "--out", "x"], 2, "blurr is no known preprocessing step: choose from grey, "],
    [["--steps", "median:sise=3", "--out", "x"], 2, "median has no parameter sise: use size"],
    [["--steps", "otsu", "--out", "photos/clean"], 2, "--out photos/clean lies in photos"],
    [["--steps", "grey", "--out", "full"], 2, "--out full holds other files, such as note.txt"],
    [
      ["--steps", "drop-outliers", "--out", "x"],
      2,
      "drop-outliers compares images of one size: give it with --size",
    ],
    [["--out", "x"], 2, "required option '--steps <steps>' not specified"],
  ])("%j is refused in one sentence", async (args, code, message) => {
    mkdirSync(at("full"), { recursive: true });
    writeFileSync(at("full/note.txt"), "mine");
    const result = await run("preprocess", "photos", ...args);
    expect(result.stderr).toContain(message);
    expect(result.code).toBe(code);
    expect(readdirSync(at("full"))).toEqual(["note.txt"]);
    expect(existsSync(at("x"))).toBe(false);
  });

  it.each([
    ["in the folder of its file", "originals/a.png", "originals"],
    ["in a folder around its folder", "originals", "."],
  ])("does not overwrite the source %s", async (_, source, out) => {
    mkdirSync(at("originals"), { recursive: true });
    const bytes = encodePng({ height: 2, width: 2, channels: 1, pixels: Uint8Array.of(1, 2, 3, 4) });
    writeFileSync(at("originals/a.png"), bytes);
    const result = await run("preprocess", source, "--steps", "invert", "--out", out, "--force");
    expect(result.stderr).toContain(`--out ${out} holds ${source}, whose images could be overwritten`);
    expect(result.code).toBe(2);
    expect(readFileSync(at("originals/a.png"))).toEqual(Buffer.from(bytes));
  });

  it("writes images that a list names from elsewhere into the folder", async () => {
    mkdirSync(at("listed/lists"), { recursive: true });
    const bytes = encodePng({ height: 2, width: 2, channels: 1, pixels: Uint8Array.of(1, 2, 3, 4) });
    writeFileSync(at("listed/a.png"), bytes);
    writeFileSync(at("listed/lists/l.csv"), "image,label\n../a.png,x\n");
    const given = ["--steps", "invert", "--size", "2", "--out", "listed/inverted", "--no-report"];
    const result = await run("preprocess", "listed/lists/l.csv", ...given);
    expect(result.code, result.stderr).toBe(0);
    expect(readFileSync(at("listed/a.png"))).toEqual(Buffer.from(bytes));
    expect(readdirSync(at("listed/inverted"), { recursive: true }).sort()).toEqual(["_", join("_", "a.png")]);
  });

  it("reads samples of 16 bits in one range for all files", async () => {
    mkdirSync(at("deep"));
    for (const [name, most] of Object.entries({ dark: 1000, light: 60000 })) {
      const samples = Uint16Array.from({ length: 100 }, (_, i) => (i / 99) * most);
      await sharp(samples, { raw: { width: 10, height: 10, channels: 1 } })
        .toColourspace("grey16")
        .png()
        .toFile(at(`deep/${name}.png`));
    }
    const result = await run("preprocess", "deep", "--steps", "invert,invert", "--out", "shallow");
    expect(result.code, result.stderr).toBe(0);
    const lightest = async (name: string) =>
      Math.max(...(await loadImageFile(at(`shallow/${name}.png`), { height: 10, width: 10 })).pixels);
    expect(await lightest("dark")).toBe(Math.round(1000 / 256));
    expect(await lightest("light")).toBe(Math.round(60000 / 256));
  });

  it("skips files that a step does not take, and says why", async () => {
    const result = await run("preprocess", "photos", "--steps", "otsu", "--out", "some");
    expect(result.stderr).toContain("otsu takes grey images, these have 3 channels: put grey before it");
    // The black image is grey.
    expect(result.stdout).toContain("1 image in some");
  });
});

describe("--preprocess [native]", () => {
  beforeAll(() => {
    for (let i = 0; i < 40; i++) {
      const name = i % 2 ? "rows" : "columns";
      mkdirSync(at(`stripes/${name}`), { recursive: true });
      const pixels = Uint8Array.from({ length: 3 * 400 }, (_, j) => {
        const [y, x] = [Math.floor(j / 60), Math.floor(j / 3) % 20];
        return (((i % 2 ? y : x) + (i % 5)) % 6 < 3 ? 190 : 60) + ((j * 31 + i * 17) % 40);
      });
      writeFileSync(
        at(`stripes/${name}/${i}.png`),
        encodePng({ height: 20, width: 20, channels: 3, pixels }),
      );
    }
  });

  it("of cluster --method is kept in the model, which predict repeats", async () => {
    const given = ["--method", "ward", "-k", "2", "--preprocess", "grey,median,otsu", "--size", "20"];
    const clustered = await run(
      "cluster",
      "stripes",
      ...given,
      "--out",
      "run",
      "--no-report",
      "--device",
      "native",
    );
    expect(clustered.code, clustered.stderr).toBe(0);
    const metrics = JSON.parse(readFileSync(at("run/metrics.json"), "utf8"));
    expect(metrics.config.preprocess.map(({ step }: { step: string }) => step)).toEqual([
      "grey",
      "median",
      "otsu",
    ]);
    expect(metrics.config.features).toEqual(["hog"]);
    const predicted = await run("predict", "run/model.safetensors", "stripes", "--device", "native");
    expect(predicted.code, predicted.stderr).toBe(0);
    const classes = (text: string, cluster: number) =>
      new Map(
        text
          .trim()
          .split("\n")
          .slice(1)
          .map((line) => [line.split(",")[0]!, line.split(",")[cluster]!]),
      );
    const own = classes(readFileSync(at("run/assignments.csv"), "utf8"), 2);
    expect(classes(predicted.stdout, 1)).toEqual(own);
  });

  it("of train and choose", async () => {
    const training = ["--epochs", "1", "--size", "20", "--preprocess", "grey,resize:size=10", "--no-report"];
    const trained = await run(
      "train",
      "stripes",
      ...training,
      "--out",
      "trained",
      "--json",
      "--device",
      "native",
    );
    expect(trained.code, trained.stderr).toBe(0);
    expect(JSON.parse(trained.stdout).config.preprocess).toHaveLength(2);
    const evaluated = await run("evaluate", "trained/model.safetensors", "stripes", "--device", "native");
    expect(evaluated.code, evaluated.stderr).toBe(0);
    const chosen = await run(
      "choose",
      "stripes",
      "--preprocess",
      "grey,otsu",
      "--to",
      "3",
      "--methods",
      "silhouette",
      "--device",
      "native",
    );
    expect(chosen.code, chosen.stderr).toBe(0);
    // Grey images have no colours to judge by.
    expect(chosen.stdout).not.toContain("colour");
  });

  it.each(["cluster", "train", "choose", "compare"])(
    "of %s is checked before images are read",
    async (command) => {
      const result = await run(command, "stripes", "--preprocess", "grey,blurr", "--device", "native");
      expect(result.stderr).toContain("blurr is no known preprocessing step");
      expect(result.code).toBe(2);
      expect(result.stderr).not.toContain("images, ");
    },
  );
});
