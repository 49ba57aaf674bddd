/** Models written as ONNX files: computed by ONNX Runtime, and by this project's own reader. */
import { expect, it } from "vitest";
import { type Tape, withTape } from "../../src/autograd/index.js";
import { peerRuntime } from "../../src/experiments/onnx_models.js";
import { buildNetwork, networks } from "../../src/models/zoo/registry.js";
import "../../src/models/zoo/index.js";
import { ImageClassifier } from "../../src/models/classifier/image_classifier.js";
import { ImageClusterer } from "../../src/models/image_clusterer/image_clusterer.js";
import { ImageSegmenter } from "../../src/models/segmenter/index.js";
import { flatten, Linear, type Module } from "../../src/nn/index.js";
import { exportOnnx } from "../../src/onnx/export/export.js";
import { readOnnx } from "../../src/onnx/node/read.js";
import type { OnnxRuntime } from "../../src/onnx/node/runtime.js";
import { argmax } from "../../src/ops/index.js";
import { Random } from "../../src/random/philox.js";
import type { Tensor } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";

function peer(): OnnxRuntime | null {
  try {
    return peerRuntime();
  } catch {
    return null;
  }
}
const runtime = peer();

onEachDevice("exportOnnx", (device, kind) => {
  const size = { height: 32, width: 32, channels: 3 };
  const random = new Random(3, 0);

  async function compare(module: Module, { height, width, channels }: typeof size): Promise<void> {
    const bytes = await exportOnnx(module, { size: { height, width, channels } });
    // Other batches than those that were traced.
    for (const batch of [1, 5]) {
      const images = Float32Array.from({ length: batch * height * width * channels }, () => random.normal());
      const turned = new Float32Array(images.length);
      const pixels = height * width;
      images.forEach((value, i) => {
        const [image, pixel, channel] = [
          Math.floor(i / pixels / channels),
          Math.floor(i / channels) % pixels,
          i % channels,
        ];
        turned[(image * channels + channel) * pixels + pixel] = value;
      });
      const expected = await withTape(
        device,
        (tape) => module.forward(tape, tape.constant(images, [batch, height, width, channels])).data(),
        { gradient: false },
      );
      const feeds = { image: { data: turned, shape: [batch, channels, height, width] } };
      const largest = Math.max(...expected.map(Math.abs));
      const check = (data: Float32Array) => {
        expect(data.length).toBe(expected.length);
        expect(Math.max(...data.map((value, i) => Math.abs(value - expected[i]!))) / largest).toBeLessThan(
          1e-5,
        );
      };
      const own = (await readOnnx(bytes)).to(device);
      check((await own.run(feeds)).output!.data);
      own.release();
      if (runtime) {
        const other = await readOnnx(bytes, { runtime });
        check((await other.run(feeds)).output!.data);
        await other.close();
      }
    }
  }

  // AlexNet and the larger residual networks take half a minute, or minutes on a software adapter.
  const left = kind === "webgpu" ? /^(resnet|alexNet)/ : /^(resnet34|resnet50|alexNet)/;
  it.each(
    networks()
      .map(({ name }) => name)
      .filter((name) => !left.test(name)),
  )("writes %s", async (name) => {
    const network = buildNetwork(name, size, 5).to(device, { seed: 1 });
    await compare(network, size);
    network.release();
  });

  it("names a kernel that has no ONNX form", async () => {
    class Positions extends Linear {
      override forward(tape: Tape, x: Tensor): Tensor {
        return argmax(tape, super.forward(tape, flatten(tape, x))) as unknown as Tensor;
      }
    }
    const module = new Positions(12, 3).to(device);
    await expect(exportOnnx(module, { size: { height: 2, width: 2, channels: 3 } })).rejects.toThrow(
      "exportOnnx: the kernel argmax has no ONNX form here: use another layer",
    );
    module.release();
  });

  it("writes what a classifier and a clusterer predict", async () => {
    const [count, side] = [24, 16];
    const pixels = Uint8Array.from({ length: count * side * side }, () => random.integer(256));
    const images = { count, height: side, width: side, channels: 1, pixels };
    const image = { data: Float32Array.from(pixels, (value) => value / 255), shape: [count, 1, side, side] };
    const labels = Array.from({ length: count }, (_, i) => i % 3);
    const classifier = new ImageClassifier({ epochs: 1, networkOptions: { hidden: 8 } }, device);
    await classifier.fit(images, labels);
    const clusterer = new ImageClusterer({ clusters: 3, heads: 2, hidden: 8, epochs: 1, batch: 12 }, device);
    await clusterer.fit(images);
    for (const model of [classifier, clusterer]) {
      const expected = await model.predictProba(images);
      const read = (await readOnnx(await model.toOnnx())).to(device);
      const { probabilities, features } = await read.run({ image });
      expect(probabilities!.shape).toEqual([count, 3]);
      probabilities!.data.forEach((value, i) => {
        expect(Math.abs(value - expected.data[i]!)).toBeLessThan(1e-5);
      });
      expect(features!.shape[0]).toBe(count);
      read.release();
      model.close();
    }
  });

  it("writes what a segmenter's network finds", async () => {
    const [count, side] = [6, 16];
    const pixels = Uint8Array.from({ length: count * side * side * 3 }, () => random.integer(256));
    const images = { count, height: side, width: side, channels: 3, pixels };
    const settings = { size: side, channels: 4, hidden: 4, epochs: 1, batch: 3 };
    const segmenter = new ImageSegmenter({ method: "recurrent", regions: 3, settings }, device);
    await expect(segmenter.toOnnx()).rejects.toThrow("has learned nothing yet");
    await segmenter.fit(images);
    const expected = await segmenter.predictProba(images);
    const data = new Float32Array(pixels.length);
    pixels.forEach((value, i) => {
      const [pixel, channel] = [Math.floor(i / 3), i % 3];
      const [image, at] = [Math.floor(pixel / side / side), pixel % (side * side)];
      data[(image * 3 + channel) * side * side + at] = value / 255;
    });
    const bytes = await segmenter.toOnnx();
    const read = (await readOnnx(bytes)).to(device);
    const others = runtime ? [await readOnnx(bytes, { runtime })] : [];
    for (const model of [read, ...others]) {
      const { probabilities } = await model.run({ image: { data, shape: [count, 3, side, side] } });
      expect(probabilities!.shape).toEqual([count, 3, side, side]);
      const worst = Math.max(...probabilities!.data.map((value, i) => Math.abs(value - expected[i]!)));
      expect(worst).toBeLessThan(1e-5);
    }
    for (const other of others) await other.close();
    read.release();
    await segmenter.close();
  });

  it("refuses a segmenter that is no network, and outputs that there are not", async () => {
    const segmenter = new ImageSegmenter({ method: "clustering" }, device);
    await expect(segmenter.toOnnx()).rejects.toThrow(
      "toOnnx: the method clustering finds regions image by image and is no network: use one that learns, such as recurrent",
    );
    await segmenter.close();
    const module = new Linear(4, 2).to(device);
    const only = (names: string[]) =>
      exportOnnx(module, { size: { height: 1, width: 1, channels: 4 }, only: names });
    await expect(only(["logits"])).rejects.toThrow(
      "exportOnnx: there is no output logits: choose from output",
    );
    await expect(only([])).rejects.toThrow("exportOnnx: no output is named: choose from output");
    module.release();
  });
});
