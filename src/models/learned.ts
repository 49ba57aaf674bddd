/** The network in another model's file, for a training to begin with instead of random numbers. */
import { ArgumentError, excerpt } from "../errors.js";
import { readSafetensorsFiles } from "../io/safetensors_shards.js";
import type { ParameterGroup } from "../optim/index.js";
import type { ImageSize } from "./images.js";
import { isModelFile, modelFileOf } from "./model_file.js";
import { type LoadModuleOptions, stateDictOf } from "./module_file.js";
import { fittingState } from "./pretrained.js";
import { type LearnedNetwork, learnedNetwork } from "./registry.js";
import type { Network } from "./zoo/network.js";

/** ImageNet's mean and deviation, averaged over the colours: torchvision's and timm's networks were trained with them. */
const IMAGENET = { mean: 0.449, std: 0.226 };

/** How a file of another library is read. */
export interface PretrainedFileOptions extends Pick<LoadModuleOptions, "names" | "onNote"> {
  /** The network that the file holds, where the file does not say. */
  readonly network?: string | undefined;
  readonly networkOptions?: Record<string, unknown> | undefined;
}

/** A network in a file. */
export interface Pretrained extends LearnedNetwork {
  readonly path: string;
  /** Whether the file does not say which layout it has; another one is taken where only that fits. Default false. */
  readonly guessed?: boolean;
}

/**
 * The network in a file: in a model of skein the one that it has, else the one that is named.
 * @throws {ModelFileError} when the file is damaged, or a model without a network.
 * @throws {ArgumentError} when it is no model of skein, and no network is named.
 */
export async function readPretrained(path: string, options: PretrainedFileOptions = {}): Promise<Pretrained> {
  const file = await readSafetensorsFiles(path);
  if (isModelFile(file.metadata)) return { path, ...learnedNetwork(path, modelFileOf(path, file)) };
  const { network, networkOptions = {} } = options;
  if (network === undefined) {
    throw new ArgumentError(`${path} does not say which network it holds: name it, such as resnet18`);
  }
  const stored = stateDictOf(path, file, options);
  if (stored.guessed) {
    options.onNote?.(
      "the file does not say in which order its axes are: PyTorch's is taken, unless only skein's fits",
    );
  }
  return { path, network, networkOptions, ...stored, preprocess: [], normalization: IMAGENET, size: null };
}

/**
 * Gives a network, which has memory, the values of a learned one. Its head keeps its own first values: other classes are
 * to be learned.
 * @throws {ModelFileError} naming all that is missing, unexpected or of another shape.
 */
export function loadLearned(network: Network, size: ImageSize, learned: Pretrained): void {
  const { path, network: name, networkOptions } = learned;
  const { state, layout, head } = fittingState(path, { name, size, networkOptions }, learned);
  const trunk = new Map([...state].filter(([parameter]) => !head.includes(parameter)));
  network.loadStateDict(trunk, { layout, strict: false });
}

/** Of a network: how many of its first layers keep their values, or all but the head. */
export type Frozen = number | "all";

/** Layers of a network that have parameters, in the order of its tree, with their paths; those of its head are none of them. */
function layersOf(network: Network) {
  const inHead = new Set(network.head.modules().map(([, module]) => module));
  return network.modules().filter(([, module]) => !inHead.has(module) && module.ownParameters().length > 0);
}

/**
 * Freezes the first layers of a network, counted in the order of its tree; its head is none of them.
 * @throws {ArgumentError} when it has not so many.
 */
export function freezeFirst(network: Network, frozen: Frozen): void {
  const layers = layersOf(network);
  if (frozen !== "all" && frozen > layers.length) {
    throw new ArgumentError(
      `freeze is ${frozen}, and the network has ${layers.length} layers before its head: give at most so many, or "all"`,
    );
  }
  for (const [, layer] of frozen === "all" ? layers : layers.slice(0, frozen)) {
    for (const parameter of layer.ownParameters()) parameter.freeze();
  }
}

/**
 * How many layers stand before one, in the order of the tree.
 * @param name a layer's path, or the beginning of those of a group, such as "layer3".
 * @throws {ArgumentError} when there is none of that name.
 */
export function layersBefore(network: Network, name: string): number {
  const paths = layersOf(network).map(([path]) => path);
  const found = paths.findIndex((path) => path === name || path.startsWith(`${name}.`));
  if (found >= 0) return found;
  // "layer3" for layer3.0, layer3.1, ...
  const groups = [...new Set(paths.map((path) => path.replace(/\.\d+(\..*)?$/, "")))];
  throw new ArgumentError(
    `trainFrom is ${excerpt(name)}, and the network has no such layer before its head: give one of ${excerpt(groups.join(", "), 400)}`,
  );
}

/** The parameters of a network in two groups: the head's, and all others with a rate of their own. */
export function headAndRest(network: Network, learningRate: number): readonly ParameterGroup[] {
  const head = new Set(network.head.parameters());
  const rest = network.parameters().filter((parameter) => !head.has(parameter));
  return [{ parameters: [...head] }, { parameters: rest, learningRate }];
}
