/** What users of ImageClusterer wait for: training steps, whole trainings, prediction. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Tape } from "../../autograd/index.js";
import type { Device } from "../../device/index.js";
import { Random } from "../../kernels/philox.js";
import { ImageBatches, type Images } from "../../models/batches.js";
import { ImageClusterer, type ImageClustererConfig, parseConfig } from "../../models/index.js";
import { writeModel } from "../../models/model_file.js";
import { Network } from "../../models/network.js";
import { Training } from "../../models/training.js";
import type { BenchCase, Family, HostTensor, Inputs, Prepared, Sizes } from "../case.js";

const SIDE = 28;
/** Training reads its losses after so many steps, so they are done together. */
const STEPS = 10;
/** Batches that training steps choose from. */
const BATCHES = 10;

function configOf({ B, H, symmetric }: Sizes): ImageClustererConfig {
  return parseConfig({
    // Enough that the schedule does not end within the measurement.
    epochs: 1e6,
    batch: B,
    hidden: H,
    objective: { symmetricFrom: symmetric === 1 ? 0 : 1 },
    augmentation: { eraseUntil: 1 },
  });
}

/** Blurred random blots: what they show does not matter to the time. */
function makeImages(count: number): HostTensor {
  const random = new Random(1, 0);
  const data = new Uint8Array(count * SIDE * SIDE);
  for (let i = 0; i < data.length; i++) data[i] = random.word() >>> 24;
  return { shape: [count, SIDE, SIDE, 1], data };
}

const asImages = ({ shape, data }: HostTensor): Images => {
  const [count, height, width, channels] = shape as [number, number, number, number];
  return { count, height, width, channels, pixels: data as Uint8Array };
};

/** Initial parameters of the default network, by PyTorch's names, and images. */
async function makeInputs(device: Device, config: ImageClustererConfig, count: number): Promise<Inputs> {
  const network = new Network(device, config, { height: SIDE, width: SIDE, channels: 1 });
  const state = await network.store.stateDict();
  network.release();
  const weights = [...state].map(
    ([name, { shape, data }]) => [name, { shape, data: Float32Array.from(data) }] as const,
  );
  return { images: makeImages(count), ...Object.fromEntries(weights) };
}

function stateOf(inputs: Inputs): Map<string, { shape: readonly number[]; data: Float32Array }> {
  const { images: _, ...weights } = inputs;
  return new Map(
    Object.entries(weights).map(([name, { shape, data }]) => [name, { shape, data: data as Float32Array }]),
  );
}

/** Multiplications and additions for one image on its way forward. */
function imageFlops({ hidden, heads, clusters, stem, layers, bidirectional }: ImageClustererConfig): number {
  let [side, channels, flops] = [SIDE, 1, 0];
  for (const { channels: outputs, kernel, stride } of stem) {
    side = Math.floor((side + 2 * Math.floor(kernel / 2) - kernel) / stride) + 1;
    flops += 2 * side * side * outputs * kernel * kernel * channels;
    channels = outputs;
  }
  const directions = bidirectional ? 2 : 1;
  for (let layer = 0; layer < layers; layer++) {
    const width = layer === 0 ? side * channels : directions * hidden;
    flops += 2 * side * directions * 3 * hidden * (width + hidden);
  }
  return flops + 2 * directions * hidden * heads * clusters;
}

async function prepareStep(device: Device, sizes: Sizes, inputs: Inputs): Promise<Prepared> {
  const config = configOf(sizes);
  const images = asImages(inputs.images!);
  const network = new Network(device, config, images);
  const state = stateOf(inputs);
  network.store.load(state);
  const training = new Training(network, config, images);
  const batches = new ImageBatches(device, images);
  return {
    timesPerRun: STEPS,
    async run() {
      const stop = new AbortController();
      await training.run({ signal: stop.signal, onProgress: () => stop.abort() });
    },
    async outputs() {
      network.store.load(state);
      using tape = new Tape(device, { gradient: false });
      const first = Uint32Array.from({ length: config.batch }, (_, i) => i);
      const mode = { seed: 0, stream: 0, offset: 0, trackStatistics: false };
      return {
        logits: await network.forward(tape, batches.plain(tape, batches.select(tape, first)), mode).data(),
      };
    },
    release() {
      training.release();
      batches.release();
      network.release();
    },
  };
}

function makeStep(sizes: Sizes): BenchCase {
  const config = configOf(sizes);
  const B = sizes.B!;
  // Both views forward; the derivative, twice as much, of one or both.
  const views = sizes.symmetric === 1 ? 6 : 4;
  return {
    work: "clusterer_step",
    sizes,
    flops: views * B * imageFlops(config),
    bytes: 5 * 2 * B * SIDE * SIDE,
    items: { count: B, unit: "images" },
    peer: { work: "clusterer_step", settings: { ...peerSettings(config) }, tolerance: 1e-3 },
    inputs: (device) => makeInputs(device, config, BATCHES * B),
    prepare: (device, inputs) => prepareStep(device, sizes, inputs),
  };
}

/** What a peer needs to know of the configuration, flat. */
function peerSettings({
  objective,
  augmentation,
  hidden,
  heads,
  clusters,
  learningRate,
}: ImageClustererConfig) {
  const { rotation, scale, shear, translation, elastic, erase } = augmentation;
  const { information, balance } = objective;
  const views = { rotation, scale, shear, translation, elastic, erase };
  return { hidden, heads, clusters, learningRate, information, balance, ...views };
}

function makeFit(sizes: Sizes): BenchCase {
  const { N, B, H } = sizes as { N: number; B: number; H: number };
  const config = parseConfig({ batch: B, hidden: H, epochs: 1 });
  // A quarter of the steps holds one view fixed.
  const views = 4 * config.objective.symmetricFrom + 6 * (1 - config.objective.symmetricFrom);
  return {
    work: "clusterer_fit",
    sizes,
    flops: views * Math.floor(N / B) * B * imageFlops(config),
    bytes: 5 * 2 * N * SIDE * SIDE,
    items: { count: N, unit: "images" },
    inputs: () => ({ images: makeImages(N) }),
    prepare(device, inputs) {
      const images = asImages(inputs.images!);
      return {
        async run() {
          const clusterer = new ImageClusterer(config, device);
          await clusterer.fit(images);
          await clusterer.close();
        },
        release: () => {},
      };
    },
  };
}

async function preparePredict(device: Device, sizes: Sizes, inputs: Inputs): Promise<Prepared> {
  const images = asImages(inputs.images!);
  const size = { height: SIDE, width: SIDE, channels: 1 };
  const folder = await mkdtemp(join(tmpdir(), "skein-bench-"));
  const path = join(folder, "model.safetensors");
  const contents = {
    config: parseConfig({ hidden: sizes.H }),
    size,
    selectedHead: 0,
    state: stateOf(inputs),
  };
  let model: ImageClusterer;
  try {
    await writeModel(path, contents);
    model = await ImageClusterer.load(path, device);
  } finally {
    await rm(folder, { recursive: true });
  }
  const probabilities = async () => (await model.predictProba(images)).data;
  return {
    async run() {
      await probabilities();
    },
    outputs: async () => ({ probabilities: await probabilities() }),
    release: () => void model.close(),
  };
}

function makePredict(sizes: Sizes): BenchCase {
  const N = sizes.N!;
  const config = parseConfig({ hidden: sizes.H });
  const { hidden, heads, clusters } = config;
  return {
    work: "predict",
    sizes,
    flops: N * imageFlops(config),
    bytes: N * (SIDE * SIDE + 4 * clusters),
    items: { count: N, unit: "images" },
    peer: { work: "predict", settings: { hidden, heads, clusters }, tolerance: 1e-4 },
    inputs: (device) => makeInputs(device, config, N),
    prepare: (device, inputs) => preparePredict(device, sizes, inputs),
  };
}

const clusters10 = (symmetric: 0 | 1): Sizes => ({ B: 500, H: 128, symmetric });

export const clustererFamilies: readonly Family[] = [
  {
    work: "clusterer_step",
    about:
      "a training step of ImageClusterer's default, augmentation included (symmetric: gradient through both views)",
    shapes: [clusters10(1), clusters10(0)],
    quick: { B: 12, H: 16, symmetric: 1 },
    make: makeStep,
  },
  {
    work: "clusterer_fit",
    about: "one epoch of ImageClusterer.fit over N images",
    shapes: [2500, 5000, 10_000, 20_000].map((N) => ({ N, B: 500, H: 128 })),
    quick: { N: 60, B: 20, H: 16 },
    software: () => false,
    make: makeFit,
  },
  {
    work: "predict",
    about: "ImageClusterer.predictProba over N images, default encoder",
    shapes: [{ N: 10_000, H: 128 }],
    quick: { N: 40, H: 16 },
    make: makePredict,
  },
];
