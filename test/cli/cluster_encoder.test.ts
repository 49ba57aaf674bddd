/** `skein cluster --encoder`: features of a network that is in an ONNX file. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodePng } from "../../src/report/png.js";
import { tinyOnnx } from "../models/encoder/tiny.js";
import { here, temporaryFolder } from "./skein.js";

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string) => join(folder.path, name);
const run = (...args: string[]) =>
  here([...args, "--device", "native"], { cwd: folder.path, env: { SKEIN_CACHE: at("kept") } });
const cluster = (out: string, ...more: string[]) =>
  run("cluster", "pictures", "--encoder", "tiny/model.onnx", "--no-report", "-f", "--out", out, ...more);

describe("skein cluster --encoder [native]", () => {
  beforeAll(() => {
    mkdirSync(at("tiny"));
    writeFileSync(at("tiny/model.onnx"), tinyOnnx());
    for (const [name, base] of [
      ["dark", 20],
      ["bright", 200],
    ] as const) {
      mkdirSync(at(`pictures/${name}`), { recursive: true });
      for (let i = 0; i < 20; i++) {
        const pixels = Uint8Array.from({ length: 12 * 10 * 3 }, (_, j) => base + ((j * (i + 3)) % 29));
        writeFileSync(
          at(`pictures/${name}/${i}.png`),
          encodePng({ width: 12, height: 10, channels: 3, pixels }),
        );
      }
    }
  });

  it("sorts, keeps the features for the next run, and its model predicts without the file", async () => {
    const given = ["-k", "2", "--reduce", "pca", "--labels", "folders", "--json"];
    const first = await cluster("first", ...given);
    expect(first.code, first.stderr).toBe(0);
    expect(first.stderr).toMatch(/nothing beside model\.onnx says what it expects of images: ImageNet's/);
    expect(first.stderr).toMatch(/encoder: 4 features of flat\n/);
    expect(first.stderr).toMatch(/images a second, 0 of 40 from the cache/);
    const metrics = JSON.parse(first.stdout);
    expect(metrics.scores.all.accuracy).toBe(1);
    expect(metrics.config).toMatchObject({
      encoder: "tiny/model.onnx",
      layer: "flat",
      reduction: "pca",
      method: "kmeans",
    });
    const again = await cluster(
      "again",
      "-k",
      "2",
      "--method",
      "ward",
      "--layer",
      "flat",
      "--reduce",
      "none",
      "--report",
    );
    expect(again.code).not.toBe(0);
    const ward = await cluster("again", "-k", "2", "--method", "ward", "--reduce", "none");
    expect(ward.code, ward.stderr).toBe(0);
    expect(ward.stderr).toMatch(/40 of 40 from the cache/);
    writeFileSync(at("tiny/model.onnx"), "gone");
    const predicted = await run("predict", "first/model.safetensors", "pictures");
    expect(predicted.code, predicted.stderr).toBe(0);
    const classes = predicted.stdout
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((line) => line.split(",").slice(0, 2));
    expect(new Set(classes.map(([name, cluster]) => `${name!.split("/")[0]} ${cluster}`)).size).toBe(2);
    const evaluated = await run("evaluate", "first/model.safetensors", "pictures", "--json");
    expect(JSON.parse(evaluated.stdout).scores.all.accuracy).toBe(1);
    writeFileSync(at("tiny/model.onnx"), tinyOnnx());
  });

  it("draws a report with a map of the features", async () => {
    const args = ["cluster", "pictures", "--encoder", "tiny/model.onnx", "-k", "2", "-f", "--out", "drawn"];
    const result = await run(...args);
    expect(result.code, result.stderr).toBe(0);
    expect(readFileSync(at("drawn/report.html"), "utf8").length).toBeGreaterThan(10_000);
  });

  it("trains a recurrent network on the cells of maps", async () => {
    const given = ["-k", "2", "--layer", "map", "--pooling", "recurrent", "--labels", "folders", "--json"];
    const args = ["cluster", "pictures", "--encoder", "tiny/model.onnx", "-f", "--out", "cells", ...given];
    const result = await run(...args);
    expect(result.code, result.stderr).toBe(0);
    expect(result.stderr).toMatch(/encoder: 256 features of map, recurrent\n/);
    const { config, scores } = JSON.parse(result.stdout);
    expect(scores.all.accuracy).toBe(1);
    expect(config).toMatchObject({ pooling: "recurrent", reduction: "none", method: "recurrent" });
    expect(readFileSync(at("cells/report.html"), "utf8").length).toBeGreaterThan(10_000);
    const evaluated = await run("evaluate", "cells/model.safetensors", "pictures", "--json");
    expect(evaluated.code, evaluated.stderr).toBe(0);
    expect(JSON.parse(evaluated.stdout).scores.all.accuracy).toBe(1);
    const other = await cluster("other", "-k", "2", "--pooling", "recurrent", "--method", "ward");
    expect(other.stderr).toMatch(/trains a recurrent network on the cells as they are, without method ward/);
    const row = await cluster("row", "-k", "2", "--pooling", "recurrent");
    expect(row.stderr).toMatch(/a row without cells: give the layer of a map or of tokens/);
  });

  it("says in one sentence what is wrong", async () => {
    const refused = async (message: RegExp, ...args: string[]) => {
      const result = await cluster("refused", ...args);
      expect(result.code, result.stderr).not.toBe(0);
      expect(result.stderr).toMatch(message);
    };
    await refused(/give a number, or a method that finds its own/, "-k", "auto");
    await refused(/--features is for other ways/, "--features", "hog", "-k", "2");
    await refused(/--method is network: with --encoder give one of kmeans/, "--method", "network");
    await refused(
      /has no layer nothing: give one of its values; conv, map, pooled, flat/,
      "--layer",
      "nothing",
    );
    await refused(/40 images cannot fill 41 clusters/, "-k", "41");
    await refused(/--pooling/, "--pooling", "sum");
    const without = await run("cluster", "pictures", "--layer", "flat");
    expect(without.stderr).toMatch(
      /--layer is for the features of a pretrained network: give its file as --encoder/,
    );
    const cached = await run("cluster", "pictures", "--no-cache");
    expect(cached.stderr).toMatch(/--no-cache is for the features of a pretrained network/);
    const equals = await run("cluster", "pictures", "--encoder", "a=b.onnx", "--out", "equals");
    expect(equals.stderr).toMatch(/there is no encoder .*a=b\.onnx: check the path/);
    const missing = await run("cluster", "pictures", "--encoder", "none.onnx", "--out", "missing");
    expect(missing.stderr).toMatch(/there is no encoder .*none\.onnx: check the path/);
    const bare = await run("cluster", "pictures", "--encoder", "a.safetensors", "--out", "bare");
    expect(bare.stderr).toMatch(/name their network before it, as resnet18=a\.safetensors/);
  });
});

describe("skein train --encoder [native]", () => {
  it("learns a head, whose model predicts and is judged as others", async () => {
    const given = ["--encoder", "tiny/model.onnx", "--labels", "folders", "--out", "head"];
    const result = await run("train", "pictures", ...given, "--learning-rate", "0.01", "--json");
    expect(result.code, result.stderr).toBe(0);
    const metrics = JSON.parse(result.stdout);
    expect(metrics.scores.accuracy).toBe(1);
    expect(metrics.judged).toEqual({ part: "validation images", images: 8 });
    expect(metrics.classes).toEqual(["bright", "dark"]);
    const predicted = await run("predict", "head/model.safetensors", "pictures/dark");
    expect(predicted.code, predicted.stderr).toBe(0);
    const labels = predicted.stdout
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((line) => line.split(",")[1]);
    expect(labels).toEqual(new Array(20).fill("dark"));
    const evaluated = await run(
      "evaluate",
      "head/model.safetensors",
      "pictures",
      "--labels",
      "folders",
      "--json",
    );
    expect(evaluated.code, evaluated.stderr).toBe(0);
    const layer = await run("train", "pictures", "--layer", "flat");
    expect(layer.stderr).toMatch(/--layer is for the features of a pretrained network/);
    const refused = await run("train", "pictures", "--encoder", "tiny/model.onnx", "--model", "rowLstm");
    expect(refused.stderr).toMatch(/--encoder trains a head alone, and --model is for networks that learn/);
  });
});
