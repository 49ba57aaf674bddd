/** Classes that labelled images taught, told by the features of a frozen pretrained network. */
import { withTape } from "../../autograd/index.js";
import type { Device, DeviceChoice } from "../../device/index.js";
import { ArgumentError } from "../../errors.js";
import { restoreEstimator } from "../../estimators/registry.js";
import { StandardScaler } from "../../features/standard_scaler.js";
import { host } from "../../host/host.js";
import { Linear, type StateDict } from "../../nn/index.js";
import { softmax } from "../../ops/index.js";
import { AdamW } from "../../optim/index.js";
import { tensor } from "../../tensor/index.js";
import type { TrainingProgress } from "../../train/index.js";
import { classesOf } from "../classifier/labels.js";
import { encodePixels } from "../encoder/encode_files.js";
import { type EncodedImages, type EncodeOptions, ImageEncoder } from "../encoder/index.js";
import { argmaxRows, type Matrix } from "../image_model.js";
import type { ImageSize, Images } from "../images.js";
import { Model } from "../model.js";
import { type ModelFile, modelFileBytes, writeModelFile } from "../model_file.js";
import { OwnDevice } from "../own_device.js";
import { loadModel, registerModelKind } from "../registry.js";
import { fields, number, parseOptions, whole } from "../schema.js";
import { describeHead, type FittedHead, restoreHead } from "./file.js";

const schema = fields({
  /** Passes over the features. */
  epochs: whole(1, 1e6).default(100),
  /** Images of one step. */
  batch: whole(1, 1e6).default(64),
  /** AdamW's step size. */
  learningRate: number(1e-12, 10).default(1e-3),
  /** AdamW's weight decay, which keeps a head on many features from learning few images by heart. */
  weightDecay: number(0, 10).default(0.1),
  /** Decides first values and order. */
  seed: whole(0, 2 ** 32 - 1).default(0),
});

/** Options of {@link EncodedClassifier.fit}. */
export interface EncodedClassifierOptions extends Pick<EncodeOptions, "cache" | "signal"> {
  /** Passes over the features. Default 100. */
  readonly epochs?: number;
  /** Images of one step. Default 64. */
  readonly batch?: number;
  /** AdamW's step size. Default 0.001. */
  readonly learningRate?: number;
  /** AdamW's weight decay. Default 0.1. */
  readonly weightDecay?: number;
  /** Decides first values and order. Default 0. */
  readonly seed?: number;
  /** A name for each label. */
  readonly labelNames?: readonly string[] | null | undefined;
  /** How far the network has read the images. */
  readonly onEncoding?: EncodeOptions["onProgress"];
  /** How far the head has learned. */
  readonly onProgress?: ((progress: TrainingProgress) => void) | undefined;
}

export const KIND = "encoded-classifier";

/**
 * Multinomial logistic regression on the features of a frozen encoder, which reads each image once:
 *
 * ```ts
 * const encoder = await openEncoder({ onnx: "dinov2-small/model.onnx" }, device);
 * const classifier = await EncodedClassifier.fit(images, labels, encoder);
 * const classes = await classifier.predict(newImages);
 * await classifier.save("birds.safetensors");
 * await classifier.close();
 * ```
 */
export class EncodedClassifier {
  readonly kind = KIND;
  readonly supervised = true;
  readonly #fitted: FittedHead;
  readonly #device: OwnDevice;
  #head: Linear | null = null;

  private constructor(fitted: FittedHead, device: Device | DeviceChoice) {
    this.#fitted = fitted;
    this.#device = new OwnDevice(device);
  }

  /**
   * Learns the classes of labelled images, of any size, or of what `encodeSource` gave.
   * @param labels a whole number from 0 up for each image; not all numbers need occur.
   * @param encoder stays the caller's to release.
   * @throws {DataError} when labels do not fit the images, there is one class only, or a class has a single image; what the
   *   encoder throws.
   * @throws {ArgumentError} when an option is wrong, or the encoder has no device.
   */
  static async fit(
    images: Images | EncodedImages,
    labels: ArrayLike<number>,
    encoder: ImageEncoder,
    options: EncodedClassifierOptions = {},
  ): Promise<EncodedClassifier> {
    const start = performance.now();
    const { cache, signal, labelNames = null, onEncoding, onProgress, ...rest } = options;
    const config = parseOptions(schema, rest, "configuration");
    if (!(encoder instanceof ImageEncoder)) {
      throw new ArgumentError("EncodedClassifier.fit: give an encoder that openEncoder made");
    }
    const count = "features" in images ? images.features.rows : images.count;
    const classes = classesOf(labels, count, labelNames);
    const { device, readSize } = encoder;
    const encoded =
      "features" in images
        ? images
        : await encodePixels(images, encoder, { cache, signal, onProgress: onEncoding });
    if (encoded.features.columns !== encoder.features || encoded.preprocess.length > 0) {
      throw new ArgumentError(
        "EncodedClassifier.fit: the features are not those of this encoder alone: give the encoder that encoded them, without other preprocessing",
      );
    }
    const { features, rounding } = encoded;
    const { state, scaler } = await learnHead(device, features, classes, config, { signal, onProgress });
    const { channels, range } = encoded.size;
    // Images are read again as those were; in memory they may have had any size.
    const { height, width } = "features" in images ? encoded.size : readSize;
    const size = { height, width, channels, ...(range !== undefined && { range }) };
    return new EncodedClassifier(
      {
        ...{ config, size, labels: classes.labels, labelNames: labelNames && [...labelNames] },
        encoder: restoreEstimator(encoder.kind, encoder.rounded(rounding).state()) as ImageEncoder,
        state: unscaled(state, scaler),
        seconds: (performance.now() - start) / 1000,
      },
      device,
    );
  }

  /** What the head learned with, and the encoder. */
  get config() {
    const { config, encoder } = this.#fitted;
    return { ...config, encoder: encoder.state().options };
  }

  /** The label of each class: column c of `predictProba` is that of `labels[c]`. */
  get labels(): readonly number[] {
    return this.#fitted.labels;
  }

  /** The name of each class, or its label where labels have no names. */
  get classNames(): readonly string[] {
    const { labels, labelNames } = this.#fitted;
    return labels.map((label) => labelNames?.[label] ?? String(label));
  }

  /** What image files are read as; `predict` takes images of any size. */
  get imageSize(): ImageSize {
    return this.#fitted.size;
  }

  /** Seconds of `fit`. */
  get trainingSeconds(): number {
    return this.#fitted.seconds;
  }

  /** The device, opened if need be. @throws {DeviceError} when it cannot be opened. */
  device(): Promise<Device> {
    return this.#device.get();
  }

  /**
   * The most probable label of each image, [N].
   * @throws {ArgumentError} when the images have channels that the network does not read.
   * @throws {DataError} when a feature is not finite.
   */
  async predict(images: Images): Promise<Int32Array> {
    return argmaxRows(await this.predictProba(images)).map((place) => this.labels[place]!);
  }

  /**
   * Each image's probabilities of the classes, [N, classes] in the order of `labels`; of what `encodeSource` gave with this
   * encoder, no image is read. Errors as `predict`.
   */
  async predictProba(images: Images | EncodedImages, options: EncodeOptions = {}): Promise<Matrix> {
    const features = "features" in images ? images.features : await this.transform(images, options);
    const { rows, columns, data } = features;
    if (rows === 0) return { rows, columns: this.labels.length, data: new Float32Array(0) };
    const device = await this.device();
    this.#head ??= placed(device, columns, this.labels.length, this.#fitted.state);
    const head = this.#head;
    using x = tensor(device, data as Float32Array<ArrayBuffer>, [rows, columns]);
    const found = await withTape(device, (tape) => softmax(tape, head.forward(tape, x)).data(), {
      gradient: false,
    });
    return { rows, columns: this.labels.length, data: found };
  }

  /** The encoder's features, [N, F]. Errors as `predict`. */
  async transform(images: Images, options: EncodeOptions = {}): Promise<Matrix> {
    const { encoder } = this.#fitted;
    return await (await encoder.on(await this.device())).encode(images, options);
  }

  /** Writes the model; an older file of that name survives a failure. @throws {ModelFileError} */
  async save(path: string): Promise<void> {
    const file = host().inFolderOf(path, () => describeHead(KIND, this.#fitted));
    await writeModelFile(path, file);
  }

  /** The bytes of the file that `save` writes, never sealed: `sealBytes` seals them. */
  async toBytes(): Promise<Uint8Array<ArrayBuffer>> {
    return modelFileBytes(describeHead(KIND, this.#fitted));
  }

  /** Frees the model, and closes the device unless it was given. Closing twice is harmless. */
  async close(): Promise<void> {
    this.#fitted.encoder.release();
    this.#head?.release();
    this.#head = null;
    await this.#device.close();
  }

  /** Reads a model that `save` wrote. @throws {ModelFileError} */
  static async load(path: string, device: Device | DeviceChoice = "auto"): Promise<EncodedClassifier> {
    return (await loadModel(path, device, KIND)) as EncodedClassifier;
  }

  /** Makes a model of a file's contents. @throws {SkeinError} where a part is not what such a model keeps. */
  static async open(file: ModelFile, device: Device | DeviceChoice): Promise<EncodedClassifier> {
    const fitted = restoreHead(file, (config) => parseOptions(schema, config, "config"));
    const shapes = new Linear(fitted.encoder.features, fitted.labels.length);
    shapes.checkStateDict(fitted.state);
    return new EncodedClassifier(fitted, device);
  }
}

registerModelKind({ kind: KIND, open: EncodedClassifier.open });

type Config = FittedHead["config"];

async function learnHead(
  device: Device,
  { rows, columns, data }: Matrix,
  classes: { readonly labels: readonly number[]; readonly indices: Uint32Array },
  { epochs, batch, learningRate, weightDecay, seed }: Config,
  { signal, onProgress }: Pick<EncodedClassifierOptions, "signal" | "onProgress">,
): Promise<{ state: StateDict; scaler: StandardScaler }> {
  const scaler = new StandardScaler();
  using x = tensor(device, data as Float32Array<ArrayBuffer>, [rows, columns]);
  using scaled = await (await scaler.fit(x)).transform(x);
  const model = new Model(new Linear(columns, classes.labels.length), { device, seed });
  try {
    model.compile({
      optimizer: (network) => new AdamW(network, { learningRate, weightDecay }),
      loss: "crossEntropy",
    });
    const examples = { shape: [rows, columns], data: await scaled.data() };
    const targets = { shape: [rows], data: classes.indices };
    await model.fit(examples, targets, {
      ...{ epochs, batchSize: Math.min(batch, rows) },
      ...(signal && { signal }),
      ...(onProgress && { onProgress }),
    });
    signal?.throwIfAborted();
    return { state: await model.network.stateDict(), scaler };
  } finally {
    await model.close();
  }
}

/** A head on features as they come, of one on standardised features: W / s, and b - W m / s. */
function unscaled(state: StateDict, { mean, scale }: StandardScaler): StateDict {
  const [weight, bias] = [state.get("weight")!, state.get("bias")!];
  const columns = mean.length;
  const own = Float32Array.from(weight.data, (value, i) => value / scale[i % columns]!);
  const moved = Float32Array.from(bias.data, (value, row) => {
    let sum = value;
    for (let i = 0; i < columns; i++) sum -= (weight.data[row * columns + i]! / scale[i]!) * mean[i]!;
    return sum;
  });
  return new Map([
    ["weight", { shape: weight.shape, data: own }],
    ["bias", { shape: bias.shape, data: moved }],
  ]);
}

function placed(device: Device, columns: number, classes: number, state: StateDict): Linear {
  const head = new Linear(columns, classes).to(device, { initialize: false });
  head.loadStateDict(state);
  return head;
}
