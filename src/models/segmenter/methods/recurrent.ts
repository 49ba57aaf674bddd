/** Regions by a recurrent network that learns from all images, without labels. */
import { pixelMemory } from "../../../data/memory.js";
import { ModelFileError } from "../../../errors.js";
import type { ToOnnxOptions } from "../../../onnx/export/export.js";
import { permute, softmax } from "../../../ops/index.js";
import { Adam, oneCycle } from "../../../optim/index.js";
import { Trainer } from "../../../train/index.js";
import { namingCheckpoint } from "../../checkpoints.js";
import type { FitResult } from "../../image_training.js";
import type { Images } from "../../images.js";
import {
  type LearnedRegions,
  type MethodFitOptions,
  type MethodOptions,
  type MethodRun,
  type RegionFinder,
  registerSegmentationMethod,
  segmentationMethod,
} from "../method.js";
import { RegionNetwork } from "../recurrent/network.js";
import { foregrounds, predictions } from "../recurrent/predict.js";
import { type RecurrentSettings, settings } from "../recurrent/settings.js";
import { maskBytes, RegionTask } from "../recurrent/task.js";
import { mapsOf, resized } from "../working_size.js";

const CHANNELS = 3;
/** Images that are brought to the network's size, or segmented by the teacher, in one go. */
const BLOCK = 256;

class Recurrent implements RegionFinder {
  readonly size;
  readonly #options: MethodOptions<RecurrentSettings>;
  #network: RegionNetwork | null = null;

  constructor(options: MethodOptions<RecurrentSettings>) {
    this.#options = options;
    const { size } = options.settings;
    this.size = { height: size, width: size, channels: CHANNELS };
  }

  async fit(sets: readonly Images[], run: MethodRun, options: MethodFitOptions): Promise<FitResult> {
    const { resumed, keep, onProgress, callbacks = [] } = options;
    const { settings, seed, regions } = this.#options;
    const { epochs, batch: batchSize, learningRate, warmup } = settings;
    const images = joined(await Promise.all(sets.map((set) => this.#atSize(set, run))));
    const network = new RegionNetwork(CHANNELS, regions, settings);
    const kept =
      resumed &&
      namingCheckpoint(resumed.path, () => {
        network.checkStateDict(resumed.learned.state);
        return keptMasks(resumed.learned, images, regions);
      });
    const masks = kept ?? (regions === 2 ? maskBytes(await this.#taught(images, run)) : null);
    const owned: { release(): void }[] = [];
    try {
      network.to(run.device, { seed });
      if (resumed) network.loadStateDict(resumed.learned.state);
      const optimizer = new Adam(network, { learningRate });
      owned.push(optimizer);
      const steps = epochs * Math.ceil(images.count / Math.min(batchSize, images.count));
      const task = new RegionTask(network, settings, images, masks, { seed, steps, signal: run.signal });
      owned.push(task);
      const trainer = new Trainer(task, {
        ...{ optimizer, epochs, batchSize, seed },
        schedule: (count) => oneCycle(learningRate, count, warmup),
      });
      const onCheckpoint = async () =>
        await keep?.({
          learned: { details: null, state: await network.stateDict(), arrays: maskArrays(task.masks) },
          training: await trainer.state(),
        });
      if (resumed) {
        namingCheckpoint(resumed.path, () => trainer.restore(resumed.training));
        await task.resume();
      } else {
        // The first masks take a while, too.
        await onCheckpoint();
      }
      const own = { onCheckpoint, ...(onProgress && { onProgress }) };
      const finished = await trainer.run({ callbacks: [...callbacks, own], signal: run.signal });
      this.release();
      this.#network = network;
      return { finished, history: trainer.history };
    } catch (error) {
      network.release();
      throw error;
    } finally {
      for (const resource of owned) resource.release();
    }
  }

  async probabilities(images: Images, { device, signal }: MethodRun): Promise<Float32Array<ArrayBuffer>> {
    const { count, height, width } = images;
    const { regions, settings } = this.#options;
    const found = new Float32Array(count * regions * height * width);
    const sized = await this.#atSize(images, { device, signal });
    const { size } = settings;
    let at = 0;
    for await (const data of this.#shares(sized, { device, signal })) {
      const maps = { count: data.length / (size * size), height: size, width: size, channels: 1, data };
      const own = await resized(maps, height, width, device, signal);
      found.set(own.data, at);
      at += own.data.length;
    }
    return found;
  }

  /** The probability of each region at each pixel, [B, K, H, W], batch by batch; images have the network's size. */
  async *#shares(images: Images, { device, signal }: MethodRun): AsyncGenerator<Float32Array<ArrayBuffer>> {
    const { regions, settings } = this.#options;
    const size = images.height * images.width;
    if (regions === 2) {
      for await (const foreground of foregrounds(this.#network!, device, images, settings, signal)) {
        const shares = new Float32Array(2 * foreground.length);
        for (let i = 0; i < foreground.length; i++) {
          const to = 2 * size * Math.floor(i / size) + (i % size);
          shares[to] = 1 - foreground[i]!;
          shares[to + size] = foreground[i]!;
        }
        yield shares;
      }
      return;
    }
    for await (const data of predictions(this.#network!, device, images, signal)) {
      const shares = new Float32Array(data.length);
      for (let i = 0; i < data.length; i++) {
        const [pixel, region] = [Math.floor(i / regions), i % regions];
        shares[(Math.floor(pixel / size) * regions + region) * size + (pixel % size)] = data[i]!;
      }
      yield shares;
    }
  }

  async learned(): Promise<LearnedRegions> {
    return { details: null, state: await this.#network!.stateDict() };
  }

  async restore({ state }: LearnedRegions, { device }: MethodRun): Promise<void> {
    const { regions, settings } = this.#options;
    const network = new RegionNetwork(CHANNELS, regions, settings);
    network.checkStateDict(state);
    network.to(device, { initialize: false });
    network.loadStateDict(state);
    this.#network = network;
  }

  async toOnnx({ outputs }: ToOnnxOptions): Promise<Uint8Array> {
    const network = this.#network!;
    const { size } = this.#options.settings;
    const { exportOnnx } = await import("../../../onnx/export/export.js");
    return exportOnnx(network, {
      size: { height: size, width: size, channels: CHANNELS },
      outputs: {
        probabilities: (tape, x) => permute(tape, softmax(tape, network.forward(tape, x)), [0, 3, 1, 2]),
      },
      only: outputs,
    });
  }

  release(): void {
    this.#network?.release();
    this.#network = null;
  }

  /** The teacher's probabilities of the foreground, [N, H, W]. */
  async #taught(images: Images, run: MethodRun): Promise<Float32Array> {
    const { count, height, width } = images;
    const { settings, seed } = this.#options;
    const method = segmentationMethod(settings.teacher)!;
    const teacher = method.create({ regions: 2, seed, settings: method.settings.parse({}) });
    const area = height * width;
    const masks = new Float32Array(count * area);
    for (let begin = 0; begin < count; begin += BLOCK) {
      run.signal?.throwIfAborted();
      const block = imagesBetween(images, begin, Math.min(count, begin + BLOCK));
      const found = await teacher.probabilities(block, run);
      for (let n = 0; n < block.count; n++) {
        masks.set(found.subarray((2 * n + 1) * area, (2 * n + 2) * area), (begin + n) * area);
      }
    }
    return masks;
  }

  /** Images in colour, at the network's size. */
  async #atSize(images: Images, { device, signal }: MethodRun): Promise<Images> {
    const { size } = this.#options.settings;
    const { count, height, width, channels } = images;
    if (height === size && width === size && channels === CHANNELS) return images;
    const pixels = pixelMemory({ count, height: size, width: size, channels: CHANNELS });
    for (let begin = 0; begin < count; begin += BLOCK) {
      signal?.throwIfAborted();
      const block = imagesBetween(images, begin, Math.min(count, begin + BLOCK));
      const { data } = await resized(mapsOf(block), size, size, device, signal);
      const from = begin * size * size;
      for (let i = 0; i < data.length / channels; i++) {
        for (let c = 0; c < CHANNELS; c++) {
          const value = data[i * channels + (channels === 1 ? 0 : c)]!;
          pixels[(from + i) * CHANNELS + c] = Math.round(255 * value);
        }
      }
    }
    return { count, height: size, width: size, channels: CHANNELS, pixels };
  }
}

const MASKS = "masks";

/** Masks as a checkpoint keeps them. Sides are multiples of 4, and so are their bytes. */
function maskArrays(masks: Uint8Array | null): LearnedRegions["arrays"] {
  if (!masks) return new Map();
  const data = new Uint32Array(masks.slice().buffer);
  return new Map([[MASKS, { shape: [data.length], data }]]);
}

/** The masks of a checkpoint; null for more than two regions. @throws {ModelFileError} where they are missing. */
function keptMasks({ arrays }: LearnedRegions, images: Images, regions: number): Uint8Array | null {
  if (regions !== 2) return null;
  const data = arrays?.get(MASKS)?.data;
  const bytes = 2 * images.count * images.height * images.width;
  if (data instanceof Uint32Array && data.byteLength === bytes)
    return new Uint8Array(data.buffer, data.byteOffset, bytes);
  throw new ModelFileError(
    "the masks that the network learns from are missing or of another size: train again without resuming",
  );
}

function imagesBetween(images: Images, begin: number, end: number): Images {
  const values = images.height * images.width * images.channels;
  return { ...images, count: end - begin, pixels: images.pixels.subarray(begin * values, end * values) };
}

function joined(sets: readonly Images[]): Images {
  const count = sets.reduce((sum, set) => sum + set.count, 0);
  const pixels = pixelMemory({ ...sets[0]!, count });
  let at = 0;
  for (const set of sets) {
    pixels.set(set.pixels, at);
    at += set.pixels.length;
  }
  return { ...sets[0]!, count, pixels };
}

registerSegmentationMethod({
  name: "recurrent",
  about:
    "a network of convolutions and recurrent sweeps that learns from all images: for many images of the same kinds of things",
  learns: true,
  leastImages: 100,
  maxRegions: 64,
  settings,
  create: (options) => new Recurrent(options),
});
