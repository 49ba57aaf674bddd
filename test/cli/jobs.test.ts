/** Whole jobs on real digits, as a user runs them. */
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodePng } from "../../src/report/png.js";
import { noWebGpu } from "../support/devices.js";
import { DIGITS, here, type Result, type RunOptions, shell, skein, temporaryFolder } from "./skein.js";

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string) => join(folder.path, name);
const run = (args: string[]) => here(args, { cwd: folder.path });
const read = (name: string) => readFileSync(at(name), "utf8");
const sameBytes = (a: string, b: string) => readFileSync(at(a)).equals(readFileSync(at(b)));

const TEST_IMAGES = join(DIGITS, "t10k-images-idx3-ubyte");
const MODEL = "run/model.safetensors";
const FILES = ["assignments.csv", "classes.json", "metrics.json", "model.safetensors", "report.html"];
const small = ["cluster", "mnist", "--limit", "600", "--batch", "100", "--device", "native"];

/** Writes digits as PNG files, into a folder for each label. */
function writeDigits(name: string, count: number): void {
  const pixels = readFileSync(TEST_IMAGES).subarray(16);
  const labels = readFileSync(join(DIGITS, "t10k-labels-idx1-ubyte")).subarray(8);
  for (let i = 0; i < count; i++) {
    mkdirSync(at(`${name}/${labels[i]}`), { recursive: true });
    const image = { width: 28, height: 28, channels: 1, pixels: pixels.subarray(i * 784, (i + 1) * 784) };
    writeFileSync(at(`${name}/${labels[i]}/${i}.png`), encodePng(image));
  }
}

describe("a run on 600 digits [native]", () => {
  let result: Result;
  beforeAll(async () => {
    writeDigits("digits", 40);
    result = await run([...small, "--epochs", "1", "--out", "run"]);
  });

  it("ends well, prints scores to stdout and plain lines to stderr", () => {
    expect(result.code, result.stderr).toBe(0);
    expect(result.stdout).toMatch(/held out +all images\naccuracy \(Hungarian\)/);
    for (const word of ["NMI", "ARI", "purity", "precision", "run: model.safetensors"]) {
      expect(result.stdout).toContain(word);
    }
    expect(result.stderr).toContain("mnist: 600 images to learn from, 600 held out, 28 x 28, grey");
    expect(result.stderr).toMatch(/epoch 1\/1, step 6\/6: loss -?[\d.]+, [\d,]+ images\/s/);
    // No terminal: no bar, no cursor movements.
    for (const sign of ["\u001b", "\r", "█"]) expect(result.stderr).not.toContain(sign);
  });

  it("leaves the model, the assignments, the metrics and the report, and no checkpoint", () => {
    expect(readdirSync(at("run")).sort()).toEqual(FILES);
    const rows = read("run/assignments.csv").trimEnd().split("\n");
    expect(rows).toHaveLength(1201);
    expect(rows[0]).toBe("image,split,cluster,confidence,label,hash");
    expect(rows[1]).toMatch(/^train\/0,train,\d,0\.\d+,\d,[0-9a-f]{32}$/);
    // The last of 600 at even distances through 10,000.
    expect(rows[1200]).toMatch(/^test\/9983,test,\d,0\.\d+,\d,[0-9a-f]{32}$/);
    expect(read("run/report.html")).toContain("Map of the features");
    const metrics = JSON.parse(read("run/metrics.json"));
    expect(metrics).toMatchObject({
      source: "mnist",
      seed: 0,
      images: { count: 1200, train: 600, test: 600, height: 28, width: 28, channels: 1 },
      device: { kind: "native" },
      config: { epochs: 1, batch: 100, clusters: 10 },
      skipped: [],
    });
    expect(metrics.scores.heldOut.accuracy).toBeGreaterThan(0.09);
    expect(metrics.perClass).toHaveLength(10);
    expect(metrics.confusion.counts.flat().reduce((a: number, b: number) => a + b)).toBe(1200);
  });

  it("says how many classes are empty", () => {
    const { classes } = JSON.parse(read("run/metrics.json"));
    const empty = classes.filter(({ images }: { images: number }) => images === 0).length;
    if (empty > 0) expect(result.stderr).toContain(`${empty} of 10 classes are empty: train longer`);
    else expect(result.stderr).not.toContain("empty");
  });

  it("refuses to write over it", async () => {
    const again = await run([...small, "--epochs", "1", "--out", "run"]);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain("run holds the model of an earlier run: choose another --out");
  });

  it("gives the same model for the same seed, and JSON alone on stdout", async () => {
    const args = [...small, "--epochs", "1", "--out", "again", "--json", "--quiet", "--no-report"];
    const { code, stdout, stderr } = await run(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toEqual(JSON.parse(read("again/metrics.json")));
    expect(sameBytes("again/model.safetensors", MODEL)).toBe(true);
    expect(existsSync(at("again/report.html"))).toBe(false);
  });

  it("predicts files, skipping what cannot be read", async () => {
    mkdirSync(at("mixed"));
    const black = encodePng({ width: 9, height: 5, channels: 3, pixels: new Uint8Array(135) });
    writeFileSync(at("mixed/good.png"), black);
    writeFileSync(at("mixed/text.png"), "not an image");
    writeFileSync(at("mixed/empty.jpg"), "");
    const { code, stdout, stderr } = await run(["predict", MODEL, "mixed", "digits/7", "--device", "native"]);
    expect(code).toBe(0);
    const [header, first, ...rest] = stdout.trimEnd().split("\n");
    expect(header).toBe("image,cluster,confidence");
    expect(first).toMatch(/^mixed\/good\.png,\d,[\d.]+$/);
    expect(rest).toHaveLength(readdirSync(at("digits/7")).length);
    expect(stderr).toContain("Skipped 2 files that could not be used:");
    expect(stderr).toContain("mixed/empty.jpg: the file is empty");
  });

  it("ends with 2 where no image can be read", async () => {
    const { code, stdout, stderr } = await run(["predict", MODEL, "mixed/text.png", "--device", "native"]);
    expect(stderr).toContain("No image could be read: give PNG, JPEG,");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "image,cluster,confidence\n" });
  });

  it("predicts what the run assigned, from the same IDX file, as JSON lines", async () => {
    const args = ["predict", MODEL, TEST_IMAGES, "--json", "--top", "2", "--device", "native"];
    const { code, stdout } = await run([...args, "--out", "lines.json"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    const lines = read("lines.json").trimEnd().split("\n");
    expect(lines).toHaveLength(10_000);
    const predicted = JSON.parse(lines[0]!);
    expect(predicted).toMatchObject({ image: "0", top: [{}, {}] });
    expect(predicted.top[0].confidence).toBeGreaterThanOrEqual(predicted.top[1].confidence);
    // The first held-out image of the run is the first of the file.
    const [, , cluster] = read("run/assignments.csv").split("\n")[601]!.split(",");
    expect(predicted.cluster).toBe(Number(cluster));
  });

  it.each([["linked"], ["copied", "--copy"]])("sorts files into classes: %s", async (target, ...copy) => {
    const args = [
      "predict",
      MODEL,
      "digits",
      "--sort-into",
      target,
      ...copy,
      "--device",
      "native",
      "--quiet",
    ];
    const { code, stdout, stderr } = await run(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const rows = stdout.trimEnd().split("\n").slice(1);
    expect(rows).toHaveLength(40);
    for (const row of rows) {
      const [name, cluster] = row.split(",") as [string, string];
      const sorted = `${target}/class-${cluster}/${name.split("/").at(-1)}`;
      expect(lstatSync(at(sorted)).isSymbolicLink()).toBe(target === "linked");
      expect(sameBytes(sorted, `digits/${name}`)).toBe(true);
    }
    expect(readdirSync(folder.path).filter((name) => name.startsWith("."))).toEqual([]);
  });

  it("evaluates labelled folders and data sets", async () => {
    const text = await run(["evaluate", MODEL, "digits", "--device", "native"]);
    expect(text.code, text.stderr).toBe(0);
    for (const word of ["accuracy (Hungarian)", "silhouette", "precision", "class"]) {
      expect(text.stdout).toContain(word);
    }
    const args = ["evaluate", MODEL, "mnist", "--limit", "600", "--device", "native", "--json", "-q"];
    const { scores } = JSON.parse((await run(args)).stdout);
    const { heldOut, all } = JSON.parse(read("run/metrics.json")).scores;
    expect(scores).toEqual({ heldOut, all });
  });

  it("stops quietly when the reader of a pipe has gone", async () => {
    const line = `skein predict ${MODEL} "${TEST_IMAGES}" --device native | head -n 1`;
    const ended = await shell(line, { cwd: folder.path });
    expect(ended).toEqual({ code: 0, stdout: "image,cluster,confidence\n", stderr: "" });
  });
});

describe("a folder of images [native]", () => {
  it("is clustered, sorted, scored by its folders, and the bad files are named", async () => {
    writeDigits("photos", 60);
    writeFileSync(at("photos/0/bad.png"), "not an image");
    const args = [
      "cluster",
      "photos",
      "--clusters",
      "3",
      "--epochs",
      "2",
      "--size",
      "16",
      "--labels",
      "folders",
    ];
    const target = ["--out", "p", "--sort-into", "p/sorted"];
    const { code, stdout, stderr } = await run([...args, "--device", "native", ...target]);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("photos: 60 images, 16 x 16, grey");
    expect(stderr).toContain(
      "Skipped 1 file that could not be used:\n  0/bad.png: the content is none of PNG",
    );
    expect(stdout).toContain("1 file skipped");
    expect(read("p/assignments.csv")).toMatch(/^0\/\d+\.png,train,[0-2],[\d.]+,0,[0-9a-f]{32}$/m);
    const sorted = readdirSync(at("p/sorted"), { recursive: true }).map(String);
    expect(sorted.filter((name) => name.endsWith(".png"))).toHaveLength(60);
    expect(JSON.parse(read("p/metrics.json")).skipped).toHaveLength(1);
  });

  const table = (csv: string) =>
    csv
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((row) => row.split(","));

  it("is called alike by cluster and predict, so that their tables can be joined", async () => {
    const { code, stdout } = await run(["predict", "p/model.safetensors", "photos", "--device", "native"]);
    expect(code).toBe(0);
    const assigned = table(read("p/assignments.csv")).map(([image, , cluster]) => [image, cluster]);
    expect(table(stdout).map(([image, cluster]) => [image, cluster])).toEqual(assigned);
    const several = await run([
      "predict",
      "p/model.safetensors",
      "photos/0",
      "photos/1",
      "--device",
      "native",
    ]);
    for (const [image] of table(several.stdout)) expect(image).toMatch(/^photos\/[01]\/\d+\.png$/);
  });

  it("is scored by the labels that classes stood for in their run, where that is asked for", async () => {
    const args = ["evaluate", "p/model.safetensors", "photos", "--device", "native", "--json", "-q"];
    const accuracy = async (...more: string[]) => {
      const { stdout, stderr } = await run([...args, ...more]);
      return JSON.parse(stdout || stderr).scores.all.accuracy;
    };
    const metrics = JSON.parse(read("p/metrics.json"));
    expect(await accuracy("--mapping", "p/metrics.json")).toBe(metrics.scores.all.accuracy);
    // A run that called its classes by the labels of others.
    const labels = metrics.classes.map(({ label }: { label: string }) => label);
    const turned = metrics.classes.map((each: object, i: number) => ({
      ...each,
      label: labels[(i + 1) % 3],
    }));
    writeFileSync(at("turned.json"), JSON.stringify({ ...metrics, classes: turned }));
    expect(await accuracy()).toBe(metrics.scores.all.accuracy);
    expect(await accuracy("--mapping", "turned.json")).toBeLessThan(metrics.scores.all.accuracy);
    writeFileSync(at("unlabelled.json"), JSON.stringify({ classes: [{ cluster: 0, images: 3 }] }));
    const refused = await run([...args, "--mapping", "unlabelled.json"]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(
      "--mapping unlabelled.json holds no labels of classes: give the metrics",
    );
  });

  it("may hold images in no folder and copies, which are counted and named", async () => {
    writeDigits("stray", 30);
    const [first] = readdirSync(at("stray/7"));
    for (const name of ["stray/cover.png", "stray/7/copy.png"])
      writeFileSync(at(name), readFileSync(at(`stray/7/${first}`)));
    const args = ["--method", "ward", "-k", "3", "--labels", "folders", "--device", "native", "--no-report"];
    const { code, stderr } = await run(["cluster", "stray", ...args, "--out", "s"]);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("stray: 32 images");
    expect(stderr).toContain("1 image without a label (cover.png)");
    expect(stderr).toContain("2 images are copies of others, pixel by pixel");
    const metrics = JSON.parse(read("s/metrics.json"));
    expect(metrics.copies.map((names: string[]) => names.sort())).toEqual([
      [`7/${first}`, "7/copy.png", "cover.png"].sort(),
    ]);
    expect(metrics.confusion.counts.flat().reduce((a: number, b: number) => a + b)).toBe(31);
    expect(read("s/assignments.csv")).toMatch(/^cover\.png,train,\d,[\d.]+,,[0-9a-f]{32}$/m);
    const evaluated = await run(["evaluate", "s/model.safetensors", "stray", "--device", "native"]);
    expect(evaluated.code, evaluated.stderr).toBe(0);
    expect(evaluated.stderr).toContain("cover.png: it lies in no folder that names its class");
  });

  it("joins a folder that was sorted before, by predict --add", async () => {
    writeDigits("later", 20);
    const sort = (source: string, ...more: string[]) =>
      run([
        ...["predict", "p/model.safetensors", source, "--sort-into", "grown", ...more],
        ...["--device", "native"],
      ]);
    const files = () => {
      const names = readdirSync(at("grown"), { recursive: true }).map(String);
      return names.filter((name) => name.endsWith(".png")).length;
    };
    expect((await sort("digits/1")).code).toBe(0);
    const before = files();
    expect((await sort("later")).stderr).toContain("--sort-into grown is not empty");
    expect((await sort("later", "--add")).code).toBe(0);
    expect(files()).toBe(before + 20);
    expect((await sort("later", "--add")).stderr).toContain("20 images lay in grown already");
    expect(files()).toBe(before + 20);
    const alone = await run(["predict", "p/model.safetensors", "later", "--add", "--device", "native"]);
    expect(alone.code).toBe(2);
    expect(alone.stderr).toContain("--add is for --sort-into");
  });

  it("says of a HEIC how to convert it, whether its name tells what it is or not", async () => {
    for (const name of ["IMG_1.heic", "IMG_2"]) writeFileSync(at(name), "\0\0\0\x18ftypheic\0\0\0\0mif1heic");
    const { code, stderr } = await run(["predict", MODEL, "IMG_1.heic", "IMG_2", "--device", "native"]);
    expect(code).toBe(2);
    for (const name of ["IMG_1.heic", "IMG_2"]) {
      expect(stderr).toContain(`  ${name}: HEIC is not read: convert it to JPEG`);
    }
    expect(stderr).not.toContain("mnist");
  });
});

describe("an interrupted run [native]", () => {
  const long = [...small, "--epochs", "4", "--no-report"];
  /** Sends SIGINT when the second epoch is done, and again when the first one was answered. */
  const interrupting = (times: number): RunOptions => {
    let sent = 0;
    return {
      cwd: folder.path,
      onStderr: (text, child) => {
        const due = text.includes("Finishing the step") ? 2 : text.includes("epoch 2/4") ? 1 : 0;
        for (; sent < Math.min(due, times); sent++) child.kill("SIGINT");
      },
    };
  };

  it("saves, says how to go on, and ends with the same bits as one never interrupted", async () => {
    const stopped = await skein([...long, "--out", "stopped"], interrupting(1));
    expect(stopped.code, stopped.stderr).toBe(130);
    expect(stopped.stdout).toBe("");
    expect(stopped.stderr).toContain("Saved stopped/checkpoint.safetensors. Go on with");
    expect(stopped.stderr).toMatch(/ cluster mnist .*--out stopped --resume/);
    expect(readdirSync(at("stopped"))).toEqual(["checkpoint.safetensors"]);

    const refused = await run([...long, "--out", "stopped"]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("holds an interrupted run: go on with --resume");
    const other = await run([...long, "--seed", "1", "--out", "stopped", "--resume"]);
    expect(other.code).toBe(2);
    expect(other.stderr).toContain("was written with other settings");

    const resumed = await run([...long, "--out", "stopped", "--resume"]);
    expect(resumed.code, resumed.stderr).toBe(0);
    const whole = await run([...long, "--out", "whole"]);
    expect(whole.code, whole.stderr).toBe(0);
    for (const file of ["model.safetensors", "assignments.csv"]) {
      expect(sameBytes(`stopped/${file}`, `whole/${file}`), file).toBe(true);
    }
    expect(existsSync(at("stopped/checkpoint.safetensors"))).toBe(false);
  }, 120_000);

  it("ends at once at the second Ctrl-C", async () => {
    const { code } = await skein([...long, "--out", "twice"], interrupting(2));
    expect(code).toBe(130);
    expect(existsSync(at("twice/model.safetensors"))).toBe(false);
  });
});

describe.skipIf(noWebGpu)(`the whole job [webgpu]${noWebGpu ? ` (${noWebGpu})` : ""}`, () => {
  it("clusters 2,000 digits in one epoch, and finds more than chance", async () => {
    const args = [
      "cluster",
      "mnist",
      "--limit",
      "2000",
      "--epochs",
      "1",
      "--batch",
      "50",
      "--device",
      "webgpu",
    ];
    const { code, stderr } = await run([...args, "--out", "gpu"]);
    expect(code, stderr).toBe(0);
    const { device, scores } = JSON.parse(read("gpu/metrics.json"));
    expect(device.kind).toBe("webgpu");
    expect(scores.heldOut.accuracy).toBeGreaterThan(0.25);
    expect(readdirSync(at("gpu")).sort()).toEqual(FILES);
  }, 600_000);
});
