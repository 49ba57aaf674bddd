/** Heads on frozen encoders: learned, saved, and the same in float64. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { readSafetensors } from "../../../src/io/safetensors.js";
import { EncodedClassifier, loadModel, openEncoder, openFeatureCache } from "../../../src/models/index.js";
import { onEachDevice } from "../../support/devices.js";
import { drawnImages, tinyOnnx } from "./tiny.js";

const folder = mkdtempSync(join(tmpdir(), "skein-encoded-classifier-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const onnx = join(folder, "model.onnx");
writeFileSync(onnx, tinyOnnx());

/** Images of three brightnesses. */
function brightnesses(count: number, seed: number) {
  const images = drawnImages(count, 8, 3, seed);
  const labels = Int32Array.from({ length: count }, (_, i) => [2, 5, 7][i % 3]!);
  const bytes = images.pixels.length / count;
  const pixels = images.pixels.map((value, i) => (value >> 3) + 100 * (Math.floor(i / bytes) % 3));
  return { images: { ...images, pixels }, labels };
}

onEachDevice("EncodedClassifier", (device) => {
  const { images, labels } = brightnesses(60, 1);
  const options = {
    labelNames: ["a", "b", "dark", "c", "d", "grey", "e", "bright"],
    epochs: 200,
    learningRate: 0.01,
  };

  it("learns on features that are computed once, and its file holds encoder and head", async () => {
    const encoder = await openEncoder({ onnx, preprocessing: { resize: 8 } }, device);
    const cache = openFeatureCache({ folder: join(folder, `cache-${device.info.kind}`), type: "float32" });
    const classifier = await EncodedClassifier.fit(images, labels, encoder, { ...options, cache });
    const done: number[] = [];
    const again = await EncodedClassifier.fit(images, labels, encoder, {
      ...options,
      cache,
      onEncoding: ({ done: images, cached }) => done.push(images - cached),
    });
    await cache?.close();
    expect(done).toEqual([0]);
    encoder.release();
    const others = brightnesses(30, 2);
    expect([...(await classifier.predict(others.images))]).toEqual([...others.labels]);
    expect(classifier.classNames).toEqual(["dark", "grey", "bright"]);
    const probabilities = await classifier.predictProba(others.images);
    expect((await again.predictProba(others.images)).data).toEqual(probabilities.data);
    const path = join(folder, "head.safetensors");
    await classifier.save(path);
    // The head in float64, on the features as they are.
    const { tensors } = await readSafetensors(path);
    const [weight, bias] = ["weight", "bias"].map((name) => tensors.get(name)!.data as Float32Array) as [
      Float32Array,
      Float32Array,
    ];
    const features = await classifier.transform(others.images);
    for (let row = 0; row < features.rows; row++) {
      const logits = [0, 1, 2].map((c) =>
        [0, 1, 2, 3].reduce((sum, f) => sum + weight[c * 4 + f]! * features.data[row * 4 + f]!, bias[c]!),
      );
      const largest = Math.max(...logits);
      const sum = logits.reduce((total, logit) => total + Math.exp(logit - largest), 0);
      for (const [c, logit] of logits.entries()) {
        expect(probabilities.data[row * 3 + c]).toBeCloseTo(Math.exp(logit - largest) / sum, 4);
      }
    }
    await classifier.close();
    await again.close();
    const loaded = await loadModel(path, device);
    expect((await loaded.predictProba(others.images)).data).toEqual(probabilities.data);
    expect([loaded.kind, loaded.supervised, loaded.classNames]).toEqual([
      "encoded-classifier",
      true,
      ["dark", "grey", "bright"],
    ]);
    await loaded.close();
  });

  it("says what is wrong with labels and options", async () => {
    const encoder = await openEncoder({ onnx, preprocessing: { resize: 8 } }, device);
    await expect(EncodedClassifier.fit(images, labels.subarray(1), encoder)).rejects.toThrow(
      "59 labels for 60 images",
    );
    await expect(EncodedClassifier.fit(images, labels, encoder, { epochs: 0 })).rejects.toThrow(
      "configuration.epochs is 0",
    );
    await expect(EncodedClassifier.fit(images, labels, {} as typeof encoder)).rejects.toThrow(
      "give an encoder that openEncoder made",
    );
    encoder.release();
  });
});
