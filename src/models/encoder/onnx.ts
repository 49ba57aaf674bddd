/** Encoders in ONNX files. */
import { createHash } from "node:crypto";
import { basename, dirname, join } from "node:path";
import type { Tape } from "../../autograd/index.js";
import type { Device } from "../../device/index.js";
import { excerpt, ModelFileError } from "../../errors.js";
import { hashOf, isSealed, withFile } from "../../io/node/byte_source.js";
import type { OnnxModel } from "../../onnx/index.js";
import { readTrunk } from "../../onnx/node/read_trunk.js";
import { permute } from "../../ops/index.js";
import type { Tensor } from "../../tensor/index.js";
import type { OpenedTrunk, Trunk, TrunkInput } from "./trunk.js";

/** A file, or the bytes of one that a model file holds. */
export type OnnxSource = string | { readonly bytes: Uint8Array; readonly name: string };

/**
 * Reads the part of an ONNX file that a layer's value needs.
 * @throws {ModelFileError} where the file is missing, no ONNX model, or not supported; where it reads anything but one value of
 *   images, or has no such layer.
 */
export async function onnxTrunk(source: OnnxSource, layer: string | undefined): Promise<OpenedTrunk> {
  const name = typeof source === "string" ? excerpt(basename(source)) : source.name;
  const { model, layer: found, order, bytes, others } = await readTrunk(source, layer, { images: "nhwc" });
  const [input, ...more] = model.inputs;
  if (!input || more.length > 0 || (input.shape !== null && input.shape.length !== 4)) {
    const inputs = model.inputs.map(
      ({ name, shape }) => `${excerpt(name, 40)} [${shape?.join(", ") ?? "any"}]`,
    );
    throw new ModelFileError(
      `${name}: the layer ${excerpt(found)} reads ${inputs.join(" and ") || "nothing"}, not images alone: give another layer, or the file of the image encoder`,
    );
  }
  const hash = createHash("sha256").update(bytes);
  let sealed = typeof source === "string" && (await isSealed(source));
  for (const location of others) {
    const beside = join(dirname(source as string), location);
    hash.update(location).update(await withFile(beside, hashOf));
    sealed ||= await isSealed(beside);
  }
  const [batch, ...axes] = (input.shape ?? [null, null, null, null]).map((extent) =>
    typeof extent === "number" && extent > 0 ? extent : null,
  ) as [number | null, number | null, number | null, number | null];
  // Files of TensorFlow may have their channels last.
  const last = !isChannels(axes[0]) && isChannels(axes[2]);
  const [channels, height, width] = last ? [axes[2], axes[0], axes[1]] : axes;
  const reads = { batch, channels, height, width };
  const lasts = { input: last, layer: order === null ? last : order === "nhwc" };
  const trunk = new OnnxTrunk(model, found, reads, lasts);
  return { trunk, hash: hash.digest("hex"), sealed, bytes: others.length === 0 ? bytes : null };
}

const isChannels = (extent: number | null) => extent === 1 || extent === 3;

class OnnxTrunk implements Trunk {
  constructor(
    readonly model: OnnxModel,
    readonly layer: string,
    readonly input: TrunkInput,
    /** Whether images, and the layer's maps, have their channels last in the graph itself. */
    readonly channelsLast: { readonly input: boolean; readonly layer: boolean },
  ) {}

  async to(device: Device): Promise<void> {
    this.model.to(device);
  }

  release(): void {
    this.model.release();
  }

  forward(tape: Tape, x: Tensor): Tensor {
    // The model takes the graph's axes for [B, C, H, W] and turns them: those that are not are turned beforehand, or once more.
    const { input, layer } = this.channelsLast;
    const value = this.model.forward(tape, input ? permute(tape, x, [0, 2, 3, 1]) : x);
    return layer && value.shape.length === 4 ? permute(tape, value, [0, 3, 1, 2]) : value;
  }
}
