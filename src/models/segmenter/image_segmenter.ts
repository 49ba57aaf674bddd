/** Divides images into regions without labels. */
import type { Device, DeviceChoice } from "../../device/index.js";
import { ArgumentError, DataError, ModelFileError, SkeinError } from "../../errors.js";
import { requireFiles } from "../../host/host.js";
import { type FileSource, nameOf } from "../../io/byte_source.js";
import { type SegmentationScores, segmentationScores } from "../../metrics/segmentation.js";
import type { ToOnnxOptions } from "../../onnx/export/export.js";
import { checkFinite, readOwnCheckpoint } from "../checkpoints.js";
import type { FitOptions, FitResult } from "../image_training.js";
import { fingerprint, type Images } from "../images.js";
import {
  type ModelFile,
  modelFileBytes,
  readModelFile,
  writeCheckpoint,
  writeModelFile,
} from "../model_file.js";
import { OwnDevice } from "../own_device.js";
import { registerModelKind } from "../registry.js";
import {
  type ImageSegmenterConfig,
  type ImageSegmenterOptions,
  methodOf,
  parseSegmenterConfig,
} from "./config.js";
import { type PreparedInput, preparedInput } from "./input.js";
import type { LearnedRegions, MethodFitOptions, RegionFinder } from "./method.js";
import { imagesWithRegions, type Segmentation, segmentationOf } from "./segmentation.js";
import { resized } from "./working_size.js";

/** What `ImageSegmenter.predict` takes besides images. */
export interface SegmentOptions {
  /** Ends the work between two batches of images, with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

export const SEGMENTER_KIND = "image-segmenter";
/** Pixels of one call of a method, about. */
const BLOCK_PIXELS = 2 ** 20;

/**
 * Divides each image into K regions; of two, region 1 is the foreground. No label is looked at.
 *
 * ```ts
 * const segmenter = new ImageSegmenter({ method: "inpainting" });
 * await segmenter.fit(images);
 * const masks = await segmenter.predict(images); // [N, H, W], 0 background, 1 foreground
 * await segmenter.close();
 * ```
 *
 * Images have 1 or 3 channels, or one more with alpha. Images of different sizes are given as a list; each is segmented
 * at its own size. An image that is of one colour after `preprocess` has no foreground: all its pixels are of region 0.
 */
export class ImageSegmenter {
  readonly kind = SEGMENTER_KIND;
  /** The configuration, every default filled in. */
  readonly config: ImageSegmenterConfig;
  readonly #device: OwnDevice;
  readonly #finder: RegionFinder;
  #learned: boolean;
  #fitting: { readonly stop: AbortController; readonly done: Promise<unknown> } | null = null;

  /**
   * @param options what is left out has its default; `settings` are those of the method.
   * @param device a device, which stays the caller's to close, or which to open. Default "auto".
   * @throws {ArgumentError} naming the first option that is wrong, what was given, and what it takes.
   */
  constructor(options: ImageSegmenterOptions = {}, device: Device | DeviceChoice = "auto") {
    this.config = parseSegmenterConfig(options);
    this.#device = new OwnDevice(device);
    const { regions, seed, settings } = this.config;
    const method = methodOf(this.config);
    this.#finder = method.create({ regions, seed, settings });
    this.#learned = !method.learns;
  }

  /** Names of the regions, or null where they have none: of more than two regions it is not known what they show. */
  get regionNames(): readonly string[] | null {
    return this.config.regions === 2 ? ["background", "foreground"] : null;
  }

  /** The device, opened if need be. @throws {DeviceError} when it cannot be opened. */
  device(): Promise<Device> {
    return this.#device.get();
  }

  /**
   * Learns from images, where the method learns; the others work image by image, and `fit` checks the images.
   * @throws {DataError} for no images, or images that cannot be read.
   * @throws {ArgumentError} while another `fit` is under way, and for a checkpoint to go on from of another training.
   */
  async fit(images: Images | readonly Images[], options: FitOptions = {}): Promise<FitResult> {
    if (this.#fitting) throw new ArgumentError("fit: this ImageSegmenter is being trained: await that first");
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, ...(options.signal ? [options.signal] : [])]);
    const learn = async () => {
      const inputs: PreparedInput[] = [];
      for (const set of setsOf(images)) inputs.push(await this.#prepared("fit", set, signal));
      if (inputs.every((input) => input.images.count === 0)) {
        throw new DataError("ImageSegmenter.fit: no images: give at least one");
      }
      const { fit } = this.#finder;
      if (!fit) return { finished: true, history: [] };
      const run = { device: await this.device(), signal };
      const coloured = inputs.map(imagesWithRegions).filter(({ count }) => count > 0);
      if (coloured.length === 0) {
        throw new DataError(
          this.config.preprocess.length > 0
            ? "ImageSegmenter.fit: after preprocess all images are of one colour: give other steps, or images with a foreground"
            : "ImageSegmenter.fit: all images are of one colour: give images with a foreground",
        );
      }
      return await fit.call(this.#finder, coloured, run, await this.#fitOptions(coloured, options));
    };
    const done = learn();
    this.#fitting = { stop, done };
    try {
      const result = await done;
      this.#learned = true;
      return result;
    } finally {
      this.#fitting = null;
    }
  }

  /**
   * Masks, probabilities, and what was found out about the images.
   * @throws {ArgumentError} before `fit` or `load`, where the method learns.
   * @throws {DataError} for images that cannot be read.
   */
  segment(images: Images, options?: SegmentOptions): Promise<Segmentation>;
  segment(images: readonly Images[], options?: SegmentOptions): Promise<Segmentation[]>;
  async segment(
    images: Images | readonly Images[],
    { signal }: SegmentOptions = {},
  ): Promise<Segmentation | Segmentation[]> {
    if (!this.#learned) {
      throw new ArgumentError("this ImageSegmenter has learned nothing yet: call fit() or load()");
    }
    const results: Segmentation[] = [];
    for (const set of setsOf(images)) {
      results.push(await this.#segment(await this.#prepared("segment", set, signal), signal));
    }
    return Array.isArray(images) ? results : results[0]!;
  }

  /** The region of each pixel, [N, H, W]; a list for a list of images. Errors as `segment`. */
  predict(images: Images, options?: SegmentOptions): Promise<Uint8Array>;
  predict(images: readonly Images[], options?: SegmentOptions): Promise<Uint8Array[]>;
  async predict(images: Images | readonly Images[], options?: SegmentOptions) {
    if (isList(images)) return (await this.segment(images, options)).map(({ masks }) => masks);
    return (await this.segment(images, options)).masks;
  }

  /** The probability of each region at each pixel, [N, K, H, W]; a list for a list of images. Errors as `segment`. */
  predictProba(images: Images, options?: SegmentOptions): Promise<Float32Array>;
  predictProba(images: readonly Images[], options?: SegmentOptions): Promise<Float32Array[]>;
  async predictProba(images: Images | readonly Images[], options?: SegmentOptions) {
    if (isList(images)) return (await this.segment(images, options)).map((found) => found.probabilities);
    return (await this.segment(images, options)).probabilities;
  }

  /**
   * Compares the regions with true ones.
   * @param masks the true region of each pixel, [N, H, W], numbered from 0; a list for a list of images.
   * @returns scores; where regions have no names, under the best one-to-one mapping of regions to true ones.
   * @throws {DataError} when there are more or fewer sets of masks than of images.
   * @throws {ShapeError} when masks differ from their images in number or size. Further errors as `segment`.
   */
  async evaluate(
    images: Images | readonly Images[],
    masks: ArrayLike<number> | readonly ArrayLike<number>[],
    options?: SegmentOptions,
  ): Promise<SegmentationScores> {
    const sets: readonly Images[] = isList(images) ? images : [images];
    const truths = (isList(images) ? masks : [masks]) as readonly ArrayLike<number>[];
    if (truths.length !== sets.length) {
      throw new DataError(
        `ImageSegmenter.evaluate: ${sets.length} sets of images and ${truths.length} of masks: give as many`,
      );
    }
    const found = await this.segment(sets, options);
    return segmentationScores(
      truths.map((truth, i) => ({ ...found[i]!, masks: truth })),
      found,
      { match: this.regionNames === null },
    );
  }

  /** Writes the configuration and what was learned; an older file of that name survives a failure. @throws {ModelFileError} */
  async save(path: string): Promise<void> {
    await writeModelFile(path, await this.#learnedFile());
  }

  /** The bytes of the file that `save` writes. @throws {ArgumentError} before `fit` or `load`. */
  async toBytes(): Promise<Uint8Array<ArrayBuffer>> {
    return modelFileBytes(await this.#learnedFile());
  }

  /**
   * The network of method "recurrent" as an ONNX file of operator set 17, for other tools. Its input "image" is
   * [batch, 3, height, width] of the size that the method looks at, float32, pixels from 0 to 1 after the configuration's
   * `preprocess`; its output "probabilities" is [batch, regions, height, width]. The fit to colours and edges that follows in
   * `segment` is no part of it. The batch is open.
   * @throws {ArgumentError} before `fit` or `load`, for a method that is no network, and for another name of an output.
   */
  async toOnnx(options: ToOnnxOptions = {}): Promise<Uint8Array> {
    if (!this.#finder.toOnnx) {
      throw new ArgumentError(
        `toOnnx: the method ${this.config.method} finds regions image by image and is no network: use one that learns, such as recurrent`,
      );
    }
    if (!this.#learned) {
      throw new ArgumentError("this ImageSegmenter has learned nothing yet: call fit() or load()");
    }
    return this.#finder.toOnnx(options);
  }

  /** Frees what was learned, and closes the device unless it was given; a `fit` under way ends first. Closing twice is harmless. */
  async close(): Promise<void> {
    this.#fitting?.stop.abort();
    // What became of it is told to the caller of `fit`.
    await this.#fitting?.done.catch(() => {});
    this.#finder.release?.();
    this.#learned = !methodOf(this.config).learns;
    await this.#device.close();
  }

  /** Reads a model that `save` wrote. @throws {ModelFileError} */
  static async load(from: FileSource, device: Device | DeviceChoice = "auto"): Promise<ImageSegmenter> {
    const path = nameOf(from);
    const file = await readModelFile(from);
    if (file.kind !== SEGMENTER_KIND) {
      throw new ModelFileError(
        `${path}: a model of kind ${file.kind}, expected ${SEGMENTER_KIND}: open it with loadModel()`,
      );
    }
    try {
      return await ImageSegmenter.#open(file, device);
    } catch (cause) {
      if (!(cause instanceof SkeinError)) throw cause;
      throw new ModelFileError(`${path}: ${cause.message}`, { cause });
    }
  }

  static async #open(file: ModelFile, device: Device | DeviceChoice): Promise<ImageSegmenter> {
    const segmenter = new ImageSegmenter(file.config as ImageSegmenterOptions, device);
    const { restore } = segmenter.#finder;
    if (restore) {
      try {
        await restore.call(segmenter.#finder, file, { device: await segmenter.device() });
      } catch (error) {
        await segmenter.close();
        throw error;
      }
    }
    segmenter.#learned = true;
    return segmenter;
  }

  /** Those of a method: checkpoints are read and written here. */
  async #fitOptions(
    images: readonly Images[],
    { checkpoint, resume, onProgress, callbacks }: FitOptions,
  ): Promise<MethodFitOptions> {
    const { config } = this;
    if (checkpoint !== undefined) requireFiles(checkpoint, { errorClass: ModelFileError });
    const asked = checkpoint !== undefined || resume !== undefined;
    const data = asked ? (await Promise.all(images.map((set) => fingerprint(set)))).join(" ") : "";
    const read =
      resume === undefined ? null : await readOwnCheckpoint(resume, { kind: SEGMENTER_KIND, config, data });
    return {
      ...{ onProgress, callbacks },
      resumed: read && { learned: read.model, training: read.training, path: resume! },
      keep:
        checkpoint === undefined
          ? null
          : async ({ learned, training }) => {
              checkFinite(learned.state, training.step);
              await writeCheckpoint(checkpoint, { model: this.#file(learned), training, data });
            },
    };
  }

  async #learnedFile(): Promise<ModelFile> {
    if (!this.#learned) {
      throw new ArgumentError("this ImageSegmenter has learned nothing yet: call fit() or load()");
    }
    return this.#file((await this.#finder.learned?.()) ?? { details: null, state: new Map() });
  }

  #file(learned: LearnedRegions): ModelFile {
    return { kind: SEGMENTER_KIND, config: this.config, size: this.#finder.size, ...learned };
  }

  #prepared(caller: string, images: Images, signal: AbortSignal | undefined): Promise<PreparedInput> {
    return preparedInput(`ImageSegmenter.${caller}`, images, this.config.preprocess, signal);
  }

  /** Segments images of one size in blocks. */
  async #segment(input: PreparedInput, signal: AbortSignal | undefined): Promise<Segmentation> {
    const run = { device: await this.device(), signal };
    const { height, width } = input.images;
    return await segmentationOf(input, this.config, BLOCK_PIXELS, async (block) => {
      signal?.throwIfAborted();
      const found = await this.#finder.probabilities(block, run);
      const maps = { count: block.count * this.config.regions, channels: 1, data: found };
      const size = { height: block.height, width: block.width };
      return (await resized({ ...maps, ...size }, height, width, run.device)).data;
    });
  }
}

const isList = (images: Images | readonly Images[]): images is readonly Images[] => Array.isArray(images);

const setsOf = (images: Images | readonly Images[]) => (isList(images) ? images : [images]);

registerModelKind({
  kind: SEGMENTER_KIND,
  async open() {
    throw new ArgumentError("it divides images into regions: open it with ImageSegmenter.load()");
  },
});
