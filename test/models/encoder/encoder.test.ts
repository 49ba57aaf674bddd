/** Encoders: features against float64 loops, layers, files, and what is said of bad ones. */
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { withTape } from "../../../src/autograd/index.js";
import { KMeans } from "../../../src/clustering/kmeans/kmeans.js";
import {
  clusterEncoded,
  type EncoderOptions,
  loadEstimator,
  loadModel,
  openEncoder,
  Pipeline,
  saveEstimator,
  saveModule,
} from "../../../src/models/index.js";
import { buildNetwork } from "../../../src/models/zoo/registry.js";
import "../../../src/models/zoo/index.js";
import { type FileNode, onnxFile } from "../../../src/onnx/export/file.js";
import { tensor } from "../../../src/tensor/index.js";
import { onEachDevice } from "../../support/devices.js";
import { bias, drawnImages, TINY, tinyMap, tinyOnnx, weight } from "./tiny.js";

const folder = mkdtempSync(join(tmpdir(), "skein-encoder-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, bytes: Uint8Array) => {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, bytes);
  return path;
};
const tiny = file("tiny/model.onnx", tinyOnnx());
const preprocessing = { resize: 8, mean: [0.5, 0.25, 0.125], std: [0.5, 1, 2] };
const { filters } = TINY;

/** Pixels as the tiny network's preprocessing has them. */
const normalised = (pixels: Uint8Array) =>
  Float64Array.from(
    pixels,
    (value, i) => (value / 255 - preprocessing.mean[i % 3]!) / preprocessing.std[i % 3]!,
  );

/** Means (or maxima) of the tiny network's maps, [count, filters]. */
function expected(images: ReturnType<typeof drawnImages>, pooling: "mean" | "max" = "mean"): number[] {
  const values = normalised(images.pixels);
  const size = values.length / images.count;
  return Array.from({ length: images.count }, (_, image) => {
    const map = tinyMap(values.subarray(image * size, (image + 1) * size), images.height);
    const cells = map.length / filters;
    return Array.from({ length: filters }, (_, f) => {
      const own = Array.from({ length: cells }, (_, cell) => map[cell * filters + f]!);
      return pooling === "max" ? Math.max(...own) : own.reduce((sum, value) => sum + value, 0) / cells;
    });
  }).flat();
}

function close(given: ArrayLike<number>, wanted: readonly number[]): void {
  expect(given.length).toBe(wanted.length);
  for (const [i, value] of wanted.entries()) expect(given[i]).toBeCloseTo(value, 5);
}

onEachDevice("openEncoder", (device) => {
  it("gives what a classifier's head reads", async () => {
    const encoder = await openEncoder({ onnx: tiny, preprocessing }, device);
    // More than one pass, and a last one that is not full.
    const images = drawnImages(37, 8);
    const { data, columns } = await encoder.encode(images);
    expect([encoder.layer, encoder.pooling, encoder.features, columns]).toEqual([
      "flat",
      "none",
      filters,
      filters,
    ]);
    close(data, expected(images));
    encoder.release();
  });

  it("takes passes of as many images as the file fixes", async () => {
    const onnx = file("fixed/model.onnx", tinyOnnx({ batch: 2 }));
    const encoder = await openEncoder({ onnx, preprocessing }, device);
    const images = drawnImages(5, 8);
    close((await encoder.encode(images)).data, expected(images));
    encoder.release();
  });

  it("pools the map of a layer", async () => {
    const images = drawnImages(3, 8);
    for (const pooling of ["mean", "max"] as const) {
      const encoder = await openEncoder({ onnx: tiny, preprocessing, layer: "map", pooling }, device);
      close((await encoder.encode(images)).data, expected(images, pooling));
      encoder.release();
    }
    // A node's name stands for its output, and a map's default is its mean.
    const encoder = await openEncoder({ onnx: tiny, preprocessing, layer: "Relu_map" }, device);
    expect([encoder.layer, encoder.pooling]).toEqual(["map", "mean"]);
    encoder.release();
    const all = await openEncoder({ onnx: tiny, preprocessing, layer: "map", pooling: "none" }, device);
    const { data } = await all.encode(images);
    const size = normalised(images.pixels).length / images.count;
    close(
      data,
      [0, 1, 2].flatMap((i) => [...tinyMap(normalised(images.pixels).subarray(i * size, (i + 1) * size), 8)]),
    );
    all.release();
  });

  it("repeats grey images for each channel", async () => {
    const grey = drawnImages(2, 8, 1);
    const colour = {
      ...grey,
      channels: 3,
      pixels: Uint8Array.from({ length: 384 }, (_, i) => grey.pixels[Math.floor(i / 3)]!),
    };
    const encoder = await openEncoder({ onnx: tiny, preprocessing }, device);
    close((await encoder.encode(grey)).data, expected(colour));
    encoder.release();
  });

  it("scales and crops images as the preprocessing says", async () => {
    const encoder = await openEncoder(
      { onnx: tiny, preprocessing: { ...preprocessing, resize: 10 } },
      device,
    );
    // Each pixel four times as large: means of areas are the pixels themselves, of which the middle is taken.
    const small = drawnImages(2, 10);
    const pixels = new Uint8Array(2 * 20 * 20 * 3);
    for (let i = 0; i < pixels.length; i++) {
      const [c, x, y, n] = [i % 3, Math.floor(i / 3) % 20, Math.floor(i / 60) % 20, Math.floor(i / 1200)];
      pixels[i] = small.pixels[((n * 10 + (y >> 1)) * 10 + (x >> 1)) * 3 + c]!;
    }
    const middle = new Uint8Array(2 * 8 * 8 * 3);
    for (let i = 0; i < middle.length; i++) {
      const [c, x, y, n] = [i % 3, Math.floor(i / 3) % 8, Math.floor(i / 24) % 8, Math.floor(i / 192)];
      middle[i] = small.pixels[((n * 10 + y + 1) * 10 + x + 1) * 3 + c]!;
    }
    const images = { count: 2, height: 20, width: 20, channels: 3, pixels };
    close((await encoder.encode(images)).data, expected({ ...images, height: 8, width: 8, pixels: middle }));
    encoder.release();
  });

  it("reads graphs with channels last", async () => {
    const bytes = onnxFile({
      inputs: { x: ["n", 8, 8, 3] },
      outputs: ["features"],
      nodes: [
        { op: "Transpose", inputs: ["x"], outputs: ["turned"], attributes: { perm: [0, 3, 1, 2] } },
        { op: "GlobalAveragePool", inputs: ["turned"], outputs: ["pooled"] },
        { op: "Flatten", inputs: ["pooled"], outputs: ["features"] },
      ],
    });
    const encoder = await openEncoder({ onnx: file("last/model.onnx", bytes), preprocessing }, device);
    const images = drawnImages(2, 8);
    const values = normalised(images.pixels);
    const wanted = [0, 1].flatMap((n) =>
      [0, 1, 2].map((c) => {
        const own = Array.from({ length: 64 }, (_, i) => values[(n * 64 + i) * 3 + c]!);
        return own.reduce((sum, value) => sum + value, 0) / 64;
      }),
    );
    close((await encoder.encode(images)).data, wanted);
    encoder.release();
  });

  it("pools maps whose channels are last in the graph", async () => {
    const convolution: FileNode[] = [
      { op: "Conv", inputs: ["turned", "w", "b"], outputs: ["conv"], attributes: { pads: [1, 1, 1, 1] } },
      { op: "Relu", inputs: ["conv"], outputs: ["map"] },
      { op: "Transpose", inputs: ["map"], outputs: ["back"], attributes: { perm: [0, 2, 3, 1] } },
      { op: "Relu", inputs: ["back"], outputs: ["last"] },
    ];
    const constants = {
      w: { shape: [filters, 3, 3, 3], data: weight },
      b: { shape: [filters], data: bias },
    };
    const turn: FileNode = {
      ...{ op: "Transpose", inputs: ["x"], outputs: ["turned"], attributes: { perm: [0, 3, 1, 2] } },
    };
    const first = { op: "Identity", inputs: ["x"], outputs: ["turned"] };
    const images = drawnImages(2, 8);
    for (const [name, shape, node] of [
      ["nhwc", ["n", 8, 8, 3], turn],
      ["nchw", ["n", 3, 8, 8], first],
    ] as const) {
      const onnx = file(
        `${name}/model.onnx`,
        onnxFile({ inputs: { x: [...shape] }, outputs: ["last"], constants, nodes: [node, ...convolution] }),
      );
      for (const layer of ["map", "last"]) {
        const encoder = await openEncoder({ onnx, preprocessing, layer, pooling: "mean" }, device);
        expect([name, layer, encoder.features]).toEqual([name, layer, filters]);
        close((await encoder.encode(images)).data, expected(images));
        encoder.release();
      }
    }
    // Nothing between the images and the layer fixes an order: it is that of the images.
    const nodes: FileNode[] = [{ op: "Add", inputs: ["x", "x"], outputs: ["twice"] }];
    const onnx = file(
      "as_images/model.onnx",
      onnxFile({ inputs: { x: ["n", 8, 8, 3] }, outputs: ["twice"], nodes }),
    );
    const encoder = await openEncoder({ onnx, preprocessing, pooling: "none" }, device);
    close(
      (await encoder.encode(images)).data,
      [...normalised(images.pixels)].map((value) => 2 * value),
    );
    encoder.release();
  });

  it("gives the features of a named network, and the map of one of its modules", async () => {
    const size = { height: 32, width: 32, channels: 3 };
    const options = { width: 8 };
    const network = buildNetwork("resnet18", size, 5, options).to(device, { seed: 3 });
    const path = join(folder, "resnet.safetensors");
    await saveModule(network, path, { layout: "torch" });
    const images = drawnImages(2, 32);
    const x = Float32Array.from(images.pixels, (value) => value / 255);
    const run = (module: "features" | "layer2") =>
      withTape(
        device,
        (tape) => {
          const values = tape.constant(x, [2, 32, 32, 3]);
          if (module === "features") return network.features(tape, values).data();
          const { conv1, bn1, layer1, layer2 } = network as unknown as Record<string, typeof network>;
          return [conv1, bn1, layer1, layer2]
            .reduce((value, part) => part!.forward(tape, value), values)
            .data();
        },
        { gradient: false },
      );
    const given = {
      safetensors: path,
      network: "resnet18",
      networkOptions: options,
      preprocessing: { size: 32, resize: 32, mean: [0, 0, 0], std: [1, 1, 1] },
    };
    const encoder = await openEncoder(given, device);
    close((await encoder.encode(images)).data, [...(await run("features"))]);
    encoder.release();
    const inner = await openEncoder({ ...given, layer: "layer2", pooling: "none" }, device);
    close((await inner.encode(images)).data, [...(await run("layer2"))]);
    // A model names the file as seen from its own, so that both can move.
    const [here, there] = ["here", "there"].map((name) => join(folder, `${name}-${device.info.kind}`));
    mkdirSync(join(here!, "weights"), { recursive: true });
    copyFileSync(path, join(here!, "weights/resnet.safetensors"));
    const safetensors = join(here!, "weights/resnet.safetensors");
    const moving = await openEncoder({ ...given, safetensors }, device);
    const many = drawnImages(12, 32);
    const { model, labels } = await clusterEncoded(many, moving, { clusters: 2, reduction: "pca" });
    await model.save(join(here!, "model.safetensors"));
    await saveEstimator(moving, join(here!, "encoder.safetensors"));
    await model.close();
    moving.release();
    expect(readFileSync(join(here!, "model.safetensors"), "latin1")).not.toContain(folder);
    renameSync(here!, there!);
    const moved = await loadModel(join(there!, "model.safetensors"), device);
    expect(await moved.predict(many)).toEqual(labels);
    await moved.close();
    const again = (await loadEstimator(join(there!, "encoder.safetensors"))) as typeof moving;
    close((await (await again.on(device)).encode(images)).data, [...(await run("features"))]);
    again.release();
    rmSync(join(there!, "weights"), { recursive: true });
    const lost = await loadModel(join(there!, "model.safetensors"), device);
    await expect(lost.predict(many)).rejects.toThrow(
      /resnet\.safetensors is missing: put that file there, or resnet\.safetensors beside the model's file/,
    );
    await lost.close();
    inner.release();
    network.release();
    await expect(openEncoder({ ...given, layer: "layer9" }, device)).rejects.toThrow(
      "resnet18 has no layer layer9: give features, or one of conv1, bn1, layer1, layer1.0",
    );
  });

  it("is a step of a pipeline, and in its file", async () => {
    const images = drawnImages(40, 8);
    for (let i = 0; i < images.pixels.length / 2; i++) images.pixels[i] = images.pixels[i]! >> 3;
    const onnx = join(folder, "moved.onnx");
    copyFileSync(tiny, onnx);
    const encoder = await openEncoder({ onnx, preprocessing }, device);
    const pipeline = new Pipeline(
      [
        ["encoder", encoder],
        ["cluster", new KMeans({ clusters: 2 })],
      ],
      { device },
    );
    const labels = await pipeline.fitPredict(images);
    expect(new Set(labels.subarray(0, 20)).size + new Set(labels.subarray(20)).size).toBe(2);
    const model = join(folder, "pipeline.safetensors");
    await pipeline.save(model);
    await pipeline.close();
    rmSync(onnx);
    const again = await loadModel(model, device);
    const found = await again.predictProba(images);
    expect(Array.from(labels)).toEqual(Array.from(labels, (_, i) => (found.data[2 * i]! > 0.5 ? 0 : 1)));
    const { steps } = again.config as { steps: { options: { layer: string; path: string } }[] };
    expect(steps[0]!.options).toMatchObject({ layer: "flat", path: onnx, features: filters });
    await again.close();
  });

  it("says in one sentence what is wrong", async () => {
    const rejected = async (options: EncoderOptions, message: string | RegExp) => {
      const error = await openEncoder(options, device).then(
        () => new Error("it was opened"),
        (error: Error) => error,
      );
      expect(error.message).toMatch(message);
      expect(error.message).not.toMatch(/--|\n/);
    };
    await rejected({ onnx: join(folder, "none.onnx") }, /there is no encoder .*none\.onnx: check the path/);
    await rejected({ onnx: file("text/model.onnx", Buffer.from("no model")) }, /model\.onnx/);
    await rejected(
      { onnx: tiny, layer: "blocks.11" },
      /no layer blocks\.11: .*conv, map, pooled, flat, logits, classes/,
    );
    await rejected({ onnx: tiny, pooling: "mean" }, /gives \[4\] for an image, a row already/);
    await rejected({ onnx: tiny, layer: "map", pooling: "cls" }, /a map without a token for the whole image/);
    await rejected(
      { onnx: tiny, pooling: "sum" as "mean" },
      /pooling is sum: give one of mean, max, cls, none/,
    );
    await rejected({}, /give the path of one file/);
    await rejected({ safetensors: "a.safetensors" }, /there is no|with the name of their network/);
    await rejected(
      { onnx: tiny, preprocessing: { mean: [0, 0], std: [1, 1] } },
      /reads images of 3 channels.* has 2 means/,
    );
    await rejected(
      { onnx: tiny, preprocessing: { mean: [0, 0, 0], std: [1] } },
      /mean has 3 values and .*std 1/,
    );
    const grey = file("grey/model.onnx", tinyOnnx({ channels: 1 }));
    const encoder = await openEncoder({ onnx: grey }, device);
    expect(encoder.preprocessing.mean).toHaveLength(1);
    await expect(encoder.encode(drawnImages(2, 8))).rejects.toThrow(
      "reads images of 1 channels, these have 3",
    );
    using x = tensor(device, new Float32Array(2 * 9 * 9), [2, 9, 9, 1]);
    await expect(encoder.transform(x)).rejects.toThrow("x is [2, 9, 9, 1], the encoder reads [N, 8, 8, 1]");
    encoder.release();
    const text = file(
      "two/model.onnx",
      tinyOnnx({ last: [{ op: "Add", inputs: ["classes", "y"], outputs: ["sum"] }] }),
    );
    await rejected({ onnx: text, layer: "sum" }, /reads y, which nothing before it makes/);
  });

  it("refuses features that are not finite", async () => {
    const encoder = await openEncoder(
      { onnx: tiny, preprocessing: { ...preprocessing, scale: 1e3, std: [1e-9, 1e-9, 1e-9] }, layer: "map" },
      device,
    );
    const infinite = await openEncoder(
      {
        onnx: file(
          "infinite/model.onnx",
          tinyOnnx({
            last: [
              { op: "Div", inputs: ["classes", "classes"], outputs: ["one"] },
              { op: "Log", inputs: ["x"], outputs: ["features"] },
            ],
          }),
        ),
        preprocessing,
      },
      device,
    );
    await expect(infinite.encode(drawnImages(2, 8))).rejects.toThrow(/NaN or infinite features for image 0/);
    infinite.release();
    encoder.release();
  });
});
