/** Frozen pretrained networks as features of images. */
import { Tape } from "../../autograd/index.js";
import type { Device } from "../../device/index.js";
import { ArgumentError, DataError, ModelFileError, ShapeError } from "../../errors.js";
import type { EstimatorState, Transformer } from "../../estimators/estimator.js";
import { checkImages } from "../../features/check_images.js";
import { halfToNumber, numberToHalf } from "../../io/half_floats.js";
import { show, sizeOf, type Tensor, tensor } from "../../tensor/index.js";
import type { Matrix } from "../image_model.js";
import type { ImageSize, Images } from "../images.js";
import { type EncodeOptions, encodeImages } from "./encode.js";
import type { EncoderParts, Rounding } from "./parts.js";
import { runPasses } from "./passes.js";
import { type Cells, cellsOf, checkPooling, defaultPooling, type Pooling } from "./pooling.js";
import type { EncoderPreprocessing } from "./preprocessing.js";
import { describeEncoder } from "./stored.js";

/** Counts the ways in which features were computed from the same file: kept ones of another way are not taken. */
const ALGORITHM = 3;

/** The nearest float16, but for what is beyond all of them. */
function asHalf(value: number): number {
  const half = halfToNumber(numberToHalf(value));
  return Number.isFinite(half) ? half : value;
}

/**
 * Features of images by a network that learned elsewhere and learns nothing here; `openEncoder` makes one. It is a step of
 * a `Pipeline`, which any clusterer can follow:
 *
 * ```ts
 * const encoder = await openEncoder({ onnx: "dinov2-small/model.onnx" }, device);
 * const features = await encoder.encode(images);
 * encoder.release();
 * ```
 */
export class ImageEncoder implements Transformer {
  readonly kind = "encoder";
  /** How images become what the network reads. */
  readonly preprocessing: EncoderPreprocessing;
  /** The layer whose value the features are made of. */
  readonly layer: string;
  /** SHA-256 of the network's file, and of those beside it that hold weights. */
  readonly hash: string;
  /** Whether that file is sealed: caches keep its features where they are asked to alone, and models its file where they are sealed, too. */
  readonly sealed: boolean;
  /** What features are rounded to, as those were that a model learned from. */
  readonly rounding: Rounding;
  readonly #parts: EncoderParts;
  #measured: { readonly pooling: Pooling; readonly features: number; readonly cells: Cells | null } | null =
    null;
  #device: Device | null = null;

  constructor(parts: EncoderParts) {
    this.#parts = parts;
    this.preprocessing = parts.preprocessing;
    this.layer = parts.trunk.layer;
    this.hash = parts.hash;
    this.sealed = parts.sealed;
    this.rounding = parts.rounding ?? null;
    const { pooling, features } = parts;
    if (pooling !== undefined && features !== undefined) this.#measured = { pooling, features, cells: null };
  }

  /** How a row is made of the layer's value. */
  get pooling(): Pooling {
    return this.#known.pooling;
  }

  /** F, the numbers for each image. */
  get features(): number {
    return this.#known.features;
  }

  /** Rows and columns of the maps that features are under pooling "recurrent", known after `on`; else null. */
  get cells(): Cells | null {
    return this.#known.cells;
  }

  /** Of the images that `fit` and `transform` take; `encode` takes any. */
  get imageSize(): ImageSize {
    const { height, width, mean } = this.preprocessing;
    return { height, width, channels: mean.length };
  }

  /**
   * The size that image files are best read in, cropped to it: the shorter side as the network wants it, of which `encode` takes
   * the middle.
   */
  get readSize(): ImageSize {
    const { height, width, resize } = this.preprocessing;
    const factor = Math.max(1, (resize ?? 0) / Math.min(height, width));
    return {
      height: Math.round(height * factor),
      width: Math.round(width * factor),
      channels: this.imageSize.channels,
    };
  }

  /** What it computes with. @throws {ArgumentError} before `on`, and after `release`. */
  get device(): Device {
    if (this.#device) return this.#device;
    throw new ArgumentError("ImageEncoder: the encoder has no device: call on(device)");
  }

  /** What the features depend on, beside the images, as a text. */
  get identity(): string {
    const { hash, layer, pooling, preprocessing } = this;
    const { network } = this.#parts;
    return JSON.stringify({ algorithm: ALGORITHM, hash, network, layer, pooling, preprocessing });
  }

  /**
   * Gives the network its memory on a device, and finds out what the layer's value is like.
   * @throws {ArgumentError} where the pooling does not suit it.
   * @throws {ModelFileError} where the network cannot read images of this size.
   */
  async on(device: Device): Promise<this> {
    if (this.#device === device) return this;
    this.release();
    await this.#parts.trunk.to(device);
    this.#device = device;
    try {
      const measured = this.#measure(device);
      if (this.#measured && this.#measured.features !== measured.features) {
        throw new ModelFileError(
          `the model's encoder gives ${measured.features} features, the model has ${this.#measured.features}: save the model again`,
        );
      }
      this.#measured = measured;
      return this;
    } catch (error) {
      this.release();
      throw error;
    }
  }

  /**
   * Checks the size of the images x [N, H, W, C], values 0 to 1; there is nothing to learn.
   * @throws {ShapeError} when it is not the encoder's.
   */
  async fit(x: Tensor): Promise<this> {
    this.#check("fit", x);
    return await this.on(x.device);
  }

  /**
   * The features [N, F] of the images x [N, H, W, C], values 0 to 1, in the encoder's size. The caller releases them.
   * @throws {ShapeError} when the images have another size than the encoder's.
   * @throws {DataError} when a feature is not finite.
   */
  async transform(x: Tensor): Promise<Tensor> {
    const rows = await this.rows(x);
    return tensor(x.device, rows, [x.shape[0]!, this.features]);
  }

  /** As `transform`, on the host. */
  async rows(x: Tensor): Promise<Float32Array<ArrayBuffer>> {
    this.#check("transform", x);
    await this.on(x.device);
    const { trunk } = this.#parts;
    const { preprocessing, pooling, features } = this;
    const rows = await runPasses({ trunk, preprocessing, pooling }, x, features);
    const bad = rows.findIndex((value) => !Number.isFinite(value));
    if (bad < 0) return this.rounding === null ? rows : rows.map(asHalf);
    throw new DataError(
      `the encoder gives NaN or infinite features for image ${Math.floor(bad / features)}: check its preprocessing, or take another layer`,
    );
  }

  /**
   * The features [N, F] of images of any size: scaled and cropped as the encoder expects, some at a time.
   * @throws {DataError} when a feature is not finite, or does not fit the type that a cache keeps.
   * @throws {ArgumentError} when the images have channels that the network does not read, or the encoder has no device.
   */
  async encode(images: Images, options: EncodeOptions = {}): Promise<Matrix> {
    return await encodeImages(this, images, this.device, options);
  }

  /** How it is opened again, and its file where that is small. */
  state(): EstimatorState {
    const { layer, pooling, features, preprocessing, hash, rounding } = this;
    return describeEncoder(this.#parts, { layer, pooling, features, preprocessing, hash, rounding });
  }

  /** The same network, without a device, for files of models whose features were rounded; null: this one. */
  rounded(rounding: Rounding): ImageEncoder {
    const { pooling, features } = this;
    return rounding === null ? this : new ImageEncoder({ ...this.#parts, pooling, features, rounding });
  }

  /** Gives the device's memory back; `transform` takes it again. Releasing twice is harmless. */
  release(): void {
    if (this.#device) this.#parts.trunk.release();
    this.#device = null;
  }

  get #known() {
    if (this.#measured) return this.#measured;
    throw new ArgumentError("ImageEncoder: the network was not looked at yet: call on(device)");
  }

  /** One pass with blank images, whose result says what the layer gives. */
  #measure(device: Device) {
    const { trunk, pooling: asked } = this.#parts;
    const { height, width, channels } = this.imageSize;
    using tape = new Tape(device, { gradient: false });
    const shape = [trunk.input.batch ?? 1, height, width, channels];
    const value = trunk.forward(tape, tape.zeros(shape));
    const pooling = asked ?? defaultPooling(value.shape);
    checkPooling(pooling, this.layer, value.shape);
    const cells = pooling === "recurrent" ? cellsOf(value.shape) : null;
    const wide = value.shape.at(-1)!;
    const each = cells ? cells.rows * cells.columns * wide : wide;
    return { pooling, features: pooling === "none" ? sizeOf(value.shape.slice(1)) : each, cells };
  }

  #check(method: string, x: Tensor): void {
    const [, ...given] = checkImages(`ImageEncoder.${method}`, x);
    const { height, width, channels } = this.imageSize;
    if (given[0] === height && given[1] === width && (given[2] === channels || given[2] === 1)) return;
    throw new ShapeError(
      `ImageEncoder.${method}: x is ${show(x.shape)}, the encoder reads [N, ${height}, ${width}, ${channels}]: call encode, which scales images, or load them in that size`,
    );
  }
}
