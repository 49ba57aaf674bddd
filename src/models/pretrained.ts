/** Named networks with the parameters of a file that PyTorch, timm or skein wrote. */
import type { Device } from "../device/index.js";
import { ModelFileError } from "../errors.js";
import type { StateDict, StateDictLayout } from "../nn/index.js";
import type { ImageSize } from "./images.js";
import {
  fitting,
  type LoadModuleOptions,
  layoutFor,
  readStateDict,
  type StoredStateDict,
} from "./module_file.js";
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
  const stored = await readStateDict(path, options);
  const wanted = { name, size, networkOptions, classes, ...options };
  const { state, layout, head, own, whole } = fittingState(path, wanted, stored);
  const count = classes ?? own;
  if (count === null) {
    throw new ModelFileError(`${path}: it has no head: say for how many classes it gets one`);
  }
  const network = count === own ? whole : buildNetwork(name, size, count, networkOptions);
  if (count !== own) {
    for (const parameter of head) state.delete(parameter);
    if (own !== null)
      options.onNote?.(`left out: the head, which has ${own} classes, and ${count} are asked for`);
  }
  try {
    network.to(device, { seed });
    network.loadStateDict(state, { layout, strict: false });
    return network;
  } catch (error) {
    network.release();
    throw error;
  }
}

/** Which network a state dict is to fit. */
interface Wanted extends LoadModuleOptions {
  readonly name: string;
  readonly size: ImageSize;
  readonly networkOptions: unknown;
  /** Of a head that the file may lack. */
  readonly classes?: number | undefined;
}

/**
 * Compares a state dict with a network of its own number of classes, so that all faults are told at once.
 * @returns it with its layout, the names of the head's parameters, its number of classes (null where it has no head), and the
 *   network that it was compared with, which has no memory.
 * @throws {ModelFileError} when it does not fit; a missing head is no fault.
 */
export function fittingState(
  path: string,
  { name, size, networkOptions, classes = 2, ...options }: Wanted,
  stored: StoredStateDict,
): FittingState {
  const { state } = stored;
  const axes = headParameters(name, size, networkOptions);
  const head = [...axes.keys()];
  const own = classesIn(state, axes);
  const whole = buildNetwork(name, size, own ?? classes, networkOptions);
  const checking = { ...options, ...(own === null && { optional: head }) };
  const layout = layoutFor(whole, stored, checking);
  fitting(path, () => whole.checkStateDict(state, { ...checking, layout }));
  return { state, layout, head, own, whole };
}

interface FittingState {
  readonly state: StateDict;
  readonly layout: StateDictLayout;
  readonly head: readonly string[];
  readonly own: number | null;
  readonly whole: Network;
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
