/** Encoders from files, and from models that were made with them. */
import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { Tape } from "../../autograd/index.js";
import type { Device } from "../../device/index.js";
import { ArgumentError, ModelFileError } from "../../errors.js";
import type { EstimatorState } from "../../estimators/estimator.js";
import { registerEstimator } from "../../estimators/registry.js";
import type { Tensor } from "../../tensor/index.js";
import { ImageEncoder } from "./image_encoder.js";
import { networkTrunk } from "./network.js";
import { onnxTrunk } from "./onnx.js";
import { POOLINGS, type Pooling } from "./pooling.js";
import {
  type EncoderPreprocessing,
  type EncoderPreprocessingOptions,
  type FoundPreprocessing,
  findPreprocessing,
} from "./preprocessing.js";
import { type StoredEncoder, storedEncoder } from "./stored.js";
import type { OpenedTrunk, Trunk, TrunkInput } from "./trunk.js";

/** Options of {@link openEncoder}. */
export interface EncoderOptions {
  /** An ONNX file. Give this or `safetensors`. */
  readonly onnx?: string | undefined;
  /** A safetensors file of PyTorch, timm or skein, with the parameters of `network`. */
  readonly safetensors?: string | undefined;
  /** A named network, such as "resnet18": with `safetensors`. */
  readonly network?: string | undefined;
  /** The network's own options. */
  readonly networkOptions?: unknown;
  /**
   * The layer whose value features are made of: the name of a value or node of an ONNX file, or the path of a module, such as
   * "layer3". Default: what a classifier's head reads, or the output of a model without a head.
   */
  readonly layer?: string | undefined;
  /**
   * How a row is made of the layer's value. Default: the first token of transformers that have one for the whole image, the
   * mean of maps and of other tokens, "none" for rows.
   */
  readonly pooling?: Pooling | undefined;
  /**
   * What the network expects of images. Default: what `preprocessor_config.json` or timm's `config.json` beside the file says, else
   * ImageNet's.
   */
  readonly preprocessing?: EncoderPreprocessingOptions | undefined;
  /** Told what was assumed. */
  readonly onNote?: ((note: string) => void) | undefined;
}

/**
 * Opens a frozen pretrained network whose features sort images. Nothing is fetched: docs/encoders.md says which files to
 * get for which use.
 *
 * ```ts
 * const encoder = await openEncoder({ onnx: "dinov2-small/model.onnx" }, device);
 * const features = await encoder.encode(images); // [N, 384]
 * encoder.release();
 * ```
 *
 * @returns the encoder on the device; the caller releases it.
 * @throws {ArgumentError} where options are wrong or contradict each other.
 * @throws {ModelFileError} where the file is missing or damaged, no image encoder, not supported, or has no such layer.
 */
export async function openEncoder(options: EncoderOptions, device: Device): Promise<ImageEncoder> {
  const { pooling, preprocessing: given, onNote } = checkedOptions(options);
  const path = resolve((options.onnx ?? options.safetensors)!);
  if ((await stat(path).catch(() => null)) === null) {
    throw new ModelFileError(`there is no encoder ${path}: check the path, or fetch the file`);
  }
  const { opened, found, network } = await openFile(path, options, given);
  const preprocessing = forChannels(found, opened.trunk.input.channels);
  if (found.from === "ImageNet") {
    onNote?.(
      `nothing beside ${basename(path)} says what it expects of images: ImageNet's mean and deviation are taken, and ${preprocessing.height} x ${preprocessing.width} pixels`,
    );
  }
  return await new ImageEncoder({ ...opened, preprocessing, pooling, path, network }).on(device);
}

function checkedOptions(options: EncoderOptions): EncoderOptions {
  if (typeof options !== "object" || options === null) {
    throw new ArgumentError("openEncoder: give an object with onnx, or with safetensors and network");
  }
  const { onnx, safetensors, network, pooling, layer } = options;
  if ((onnx === undefined) === (safetensors === undefined)) {
    throw new ArgumentError("openEncoder: give the path of one file, as onnx or as safetensors");
  }
  if (typeof (onnx ?? safetensors) !== "string") {
    throw new ArgumentError(`openEncoder: the file is ${String(onnx ?? safetensors)}: give its path`);
  }
  if ((safetensors === undefined) !== (network === undefined)) {
    throw new ArgumentError(
      "openEncoder: safetensors hold parameters alone: give them with the name of their network, such as resnet18, and an ONNX file without one",
    );
  }
  if (pooling !== undefined && !POOLINGS.includes(pooling)) {
    throw new ArgumentError(`openEncoder: pooling is ${String(pooling)}: give one of ${POOLINGS.join(", ")}`);
  }
  if (layer !== undefined && typeof layer !== "string") {
    throw new ArgumentError(`openEncoder: layer is ${String(layer)}: give its name`);
  }
  return options;
}

async function openFile(
  path: string,
  options: EncoderOptions,
  given: EncoderPreprocessingOptions | undefined,
) {
  const { network, networkOptions, layer } = options;
  if (network === undefined) {
    const opened = await onnxTrunk(path, layer);
    return { opened, found: await findPreprocessing(path, opened.trunk.input, given), network: null };
  }
  const found = await findPreprocessing(path, { height: null, width: null }, given);
  const { height, width, mean } = found.preprocessing;
  const size = { height, width, channels: mean.length };
  const opened = await networkTrunk({ path, network, networkOptions, size, layer });
  return { opened, found, network: { name: network, options: networkOptions ?? {} } };
}

/** A mean and a deviation for each channel that the network reads. */
function forChannels(
  { preprocessing, from }: FoundPreprocessing,
  channels: number | null,
): EncoderPreprocessing {
  const { mean, std } = preprocessing;
  if (channels === null || mean.length === channels) return preprocessing;
  const filled = (values: readonly number[]) => {
    const value = values.reduce((sum, each) => sum + each, 0) / values.length;
    return new Array<number>(channels).fill(value);
  };
  // One value stands for all channels, and a grey image for the three of ImageNet.
  if (mean.length === 1 || (from === "ImageNet" && channels === 1)) {
    return { ...preprocessing, mean: filled(mean), std: filled(std) };
  }
  throw new ModelFileError(
    `the encoder reads images of ${channels} channels, and its preprocessing (${from}) has ${mean.length} means: give a mean and std for each channel`,
  );
}

/** An encoder of a state: its file is opened when a device is to compute with it. */
function restoreEncoder(state: EstimatorState): ImageEncoder {
  const stored = storedEncoder(state);
  return new ImageEncoder({ ...stored, trunk: new StoredTrunk(stored) });
}

class StoredTrunk implements Trunk {
  readonly layer: string;
  readonly #stored: StoredEncoder;
  #opened: Trunk | null = null;

  constructor(stored: StoredEncoder) {
    this.#stored = stored;
    this.layer = stored.layer;
  }

  get input(): TrunkInput {
    return this.#trunk.input;
  }

  async to(device: Device): Promise<void> {
    this.#opened ??= (await reopened(this.#stored)).trunk;
    await this.#opened.to(device);
  }

  release(): void {
    this.#opened?.release();
  }

  forward(tape: Tape, x: Tensor): Tensor {
    return this.#trunk.forward(tape, x);
  }

  get #trunk(): Trunk {
    if (this.#opened) return this.#opened;
    throw new ArgumentError("the encoder has no device: call on(device)");
  }
}

async function reopened({
  path,
  folder,
  network,
  layer,
  bytes,
  hash,
  preprocessing,
}: StoredEncoder): Promise<OpenedTrunk> {
  const name = basename(path);
  const place = [path, join(folder, name), name].find((each) => existsSync(each));
  if (!bytes && place === undefined) {
    throw new ModelFileError(
      `the model's encoder ${path} is missing: put that file there, or ${name} beside the model's file or into the current folder`,
    );
  }
  const { height, width, mean } = preprocessing;
  const size = { height, width, channels: mean.length };
  const opened = network
    ? await networkTrunk({
        path: place!,
        network: network.name,
        networkOptions: network.options,
        size,
        layer,
      })
    : await onnxTrunk(bytes ? { bytes, name: basename(path) } : place!, layer);
  if (opened.hash === hash) return opened;
  throw new ModelFileError(
    `${bytes ? "the model's encoder" : place} is not the encoder that the model was made with (SHA-256 ${hash.slice(0, 12)}...): put that file there`,
  );
}

registerEstimator({ kind: "encoder", restore: restoreEncoder });
