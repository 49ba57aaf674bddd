/** Named networks with the parameters of a file that PyTorch, timm or skein wrote. */
import type { Device } from "../device/index.js";
import { ModelFileError } from "../errors.js";
import type { StateDict } from "../nn/index.js";
import { sizeOf } from "../tensor/index.js";
import type { ImageSize } from "./images.js";
import { fitting, type LoadModuleOptions, readStateDict } from "./module_file.js";
import type { Network } from "./zoo/network.js";
import { buildNetwork } from "./zoo/registry.js";

/** Options of {@link loadPretrained}. */
export interface PretrainedOptions extends LoadModuleOptions {
  /** Where the network gets its memory. */
  readonly device: Device;
  /** Of the images. Default 224 x 224 x 3. */
  readonly size?: ImageSize;
  /**
   * Length of the logits. Default: the file's. With another number the head keeps its first values, drawn from `seed`,
   * and learns the new classes.
   */
  readonly classes?: number;
  /** The network's own options, as `buildNetwork` takes them. */
  readonly networkOptions?: unknown;
  /** Draws the first values of what the file does not have. Default 0. */
  readonly seed?: number;
}

const PHOTOGRAPH: ImageSize = { height: 224, width: 224, channels: 3 };

/**
 * A named network with a file's parameters: `resnet18`, `resnet34` and `resnet50` take torchvision's and timm's files.
 * Its input is what the file's network was trained on, for torchvision RGB from 0 to 1 less [0.485, 0.456, 0.406],
 * divided by [0.229, 0.224, 0.225].
 *
 * ```ts
 * const network = await loadPretrained("resnet18", "resnet18.safetensors", { device });
 * const logits = withTape(device, (tape) => network.forward(tape, tape.constant(pixels, [1, 224, 224, 3])));
 * network.release();
 * ```
 *
 * @param path a safetensors file, an index of several, or a folder with either.
 * @returns the network, which the caller releases.
 * @throws {ArgumentError} when the network is unknown or its options are wrong.
 * @throws {ModelFileError} when a file is damaged, or has not the network's parameters; it names all that is missing,
 *   unexpected, or of another shape.
 */
export async function loadPretrained(
  name: string,
  path: string,
  { device, size = PHOTOGRAPH, classes, networkOptions, seed = 0, ...options }: PretrainedOptions,
): Promise<Network> {
  const { state, layout } = await readStateDict(path, options);
  const head = headParameters(name, size, networkOptions);
  const stored = classesIn(state, head);
  const count = classes ?? stored;
  if (count === null)
    throw new ModelFileError(`${path}: it has no head: say for how many classes it gets one`);
  // The file is compared with a network of its own number of classes, so that all faults are told at once.
  const whole = buildNetwork(name, size, stored ?? count, networkOptions);
  fitting(path, () =>
    whole.checkStateDict(stored === null ? withHead(state, whole, head) : state, { ...options, layout }),
  );
  const network = buildNetwork(name, size, count, networkOptions);
  if (count !== stored) for (const parameter of head.keys()) state.delete(parameter);
  try {
    network.to(device, { seed });
    network.loadStateDict(state, { layout, strict: false });
    return network;
  } catch (error) {
    network.release();
    throw error;
  }
}

/** The parameters whose shape depends on the number of classes, and the axis that does. */
function headParameters(name: string, size: ImageSize, options: unknown): Map<string, number> {
  const [two, three] = [2, 3].map((classes) => shapesOf(buildNetwork(name, size, classes, options)));
  const axes = [...two!].map(([parameter, shape]): [string, number] => [
    parameter,
    shape.findIndex((extent, axis) => extent !== three!.get(parameter)![axis]),
  ]);
  return new Map(axes.filter(([, axis]) => axis >= 0));
}

const shapesOf = (network: Network) =>
  new Map(network.namedParameters().flatMap(({ parts }) => parts.map(({ name, shape }) => [name, shape])));

/** The number of classes of a state dict's head; null where it has none. */
function classesIn(state: StateDict, head: ReadonlyMap<string, number>): number | null {
  for (const [parameter, axis] of head) {
    const extent = state.get(parameter)?.shape[axis];
    if (extent !== undefined && extent > 0) return extent;
  }
  return null;
}

/** The state dict with a head of the network's shape, of zeros. */
function withHead(state: StateDict, network: Network, head: ReadonlyMap<string, number>): StateDict {
  const shapes = shapesOf(network);
  const zeros = [...head.keys()].map((name) => {
    const shape = shapes.get(name)!;
    return [name, { shape, data: new Float32Array(sizeOf(shape)) }] as const;
  });
  return new Map([...state, ...zeros]);
}
