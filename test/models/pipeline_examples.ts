/** Images of three kinds, and a transformer that tells them apart, for tests of pipelines. */
import { Agglomerative } from "../../src/clustering/agglomerative/agglomerative.js";
import type { Device } from "../../src/device/index.js";
import { ArgumentError } from "../../src/errors.js";
import type { EstimatorState, Transformer } from "../../src/estimators/estimator.js";
import { registerEstimator } from "../../src/estimators/registry.js";
import { type Images, Pipeline } from "../../src/models/index.js";
import { Random } from "../../src/random/philox.js";
import { type Tensor, tensor } from "../../src/tensor/index.js";

/** Means of the upper and the lower half of each image, less those of all images that `fit` got. */
export class Halves implements Transformer {
  readonly kind = "test_halves";
  #means: Float64Array | null = null;

  async fit(x: Tensor): Promise<this> {
    const rows = await halves(x);
    const mean = (half: number) => rows.reduce((sum, row) => sum + row[half]!, 0) / rows.length;
    this.#means = Float64Array.of(mean(0), mean(1));
    return this;
  }

  async transform(x: Tensor): Promise<Tensor> {
    const values = (await halves(x)).flatMap((row) => row.map((value, half) => value - this.#means![half]!));
    return tensor(x.device, Float32Array.from(values), [x.shape[0]!, 2]);
  }

  state(): EstimatorState {
    if (!this.#means) throw new ArgumentError("Halves: there is no result yet: call fit first");
    return { options: {}, arrays: { means: { shape: [2], data: this.#means } } };
  }

  static restore({ arrays }: EstimatorState): Halves {
    const halves = new Halves();
    halves.#means = arrays.means!.data as Float64Array;
    return halves;
  }
}
registerEstimator({ kind: "test_halves", restore: Halves.restore });

async function halves(x: Tensor): Promise<number[][]> {
  const data = await x.data();
  const [count, size] = [x.shape[0]!, x.size / x.shape[0]!];
  const mean = (part: Float32Array) => part.reduce((sum, value) => sum + value, 0) / part.length;
  return Array.from({ length: count }, (_, i) => {
    const image = data.subarray(i * size, (i + 1) * size);
    return [mean(image.subarray(0, size / 2)), mean(image.subarray(size / 2))];
  });
}

export const KINDS = 3;
export const [height, width, channels] = [6, 4, 1];

/** Images that are bright above, bright below or dark, in turn. */
export function images(count: number, seed = 0): Images {
  const random = new Random(seed);
  const pixels = Uint8Array.from({ length: count * height * width }, (_, i) => {
    const kind = Math.floor(i / (height * width)) % KINDS;
    const half = Math.floor((i % (height * width)) / (width * (height / 2)));
    return (half === kind ? 180 : 30) + Math.floor(40 * random.uniform());
  });
  return { count, height, width, channels, pixels };
}

/** The halves of 20 images, in as many clusters as there are kinds. */
export async function fittedPipeline(device: Device) {
  const steps = [
    ["halves", new Halves()],
    ["cluster", new Agglomerative({ clusters: KINDS })],
  ] as const;
  return await new Pipeline(steps, { device }).fit(images(20));
}
