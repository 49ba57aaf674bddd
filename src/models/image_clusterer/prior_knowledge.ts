/** What is found out about the images before a training, and how a checkpoint keeps it. */
import type { Device } from "../../device/index.js";
import { ModelFileError } from "../../errors.js";
import type { StateArray } from "../../estimators/estimator.js";
import type { Images } from "../images.js";
import type { ImageClustererConfig } from "./config.js";
import { firstTargets } from "./first_targets.js";
import { type ImageNeighbours, neighbourGraph } from "./neighbour_graph.js";
import { neighbourRadii } from "./neighbour_radii.js";
import { ShapeRows } from "./shape_rows.js";
import { findUnequalClasses } from "./unequal.js";

/** What the steps of a training are told of the images. No label enters. */
export interface PriorKnowledge {
  /** The share of the images in each class, [K]; null for equal ones. */
  readonly shares: readonly number[] | null;
  /** Classes of all images [N], the fixed targets of the first part of the training; head h learns from number h % T. */
  readonly targets: readonly Int32Array[];
  /** Images that look alike; null where no term asks for them. */
  readonly neighbours: ImageNeighbours | null;
  /** The length of each image's adversarial change, [N]; null where it is one number. */
  readonly radii: Float32Array | null;
}

export const NOTHING_KNOWN: PriorKnowledge = { shares: null, targets: [], neighbours: null, radii: null };

/** Finds out what a configuration asks for; rejects with the signal's reason. */
export async function findPriorKnowledge(
  device: Device,
  images: Images,
  config: ImageClustererConfig,
  signal: AbortSignal,
): Promise<PriorKnowledge> {
  using rows = new ShapeRows(device, images, signal);
  const classes = await classesOf(rows, config, signal);
  const { count } = config.objective.neighbours;
  const { targets } = classes;
  const neighbours = count > 0 ? await neighbourGraph(rows, { count, targets, signal }) : null;
  const { weight, epsilon } = config.objective.adversarial;
  const radii = weight > 0 && epsilon === "neighbours" ? await neighbourRadii(device, images) : null;
  signal.throwIfAborted();
  return { ...classes, neighbours, radii };
}

async function classesOf(
  rows: ShapeRows,
  { clusters, seed, objective }: ImageClustererConfig,
  signal: AbortSignal,
): Promise<Pick<PriorKnowledge, "shares" | "targets">> {
  const { prior, firstTargets: number } = objective;
  if (Array.isArray(prior)) {
    const total = prior.reduce((sum, share) => sum + share, 0);
    return { shares: prior.map((share) => share / total), targets: [] };
  }
  if (prior === "auto") {
    const unequal = await findUnequalClasses(rows.device, rows.images, { clusters, seed, signal });
    if (unequal) return { shares: unequal.shares, targets: [unequal.seeds] };
  }
  return { shares: null, targets: await firstTargets(rows, { clusters, number, seed, signal }) };
}

const TARGETS = "targets";
const NEIGHBOURS = "neighbours";
const RADII = "radii";

/** What has a number for each image, as a checkpoint's arrays: its header of JSON has a limit. */
export function arraysOf({ targets, neighbours, radii }: PriorKnowledge): Map<string, StateArray> {
  const arrays = new Map<string, StateArray>();
  const [first] = targets;
  if (first) {
    const data = new Int32Array(targets.length * first.length);
    for (const [row, classes] of targets.entries()) data.set(classes, row * first.length);
    arrays.set(TARGETS, { shape: [targets.length, first.length], data });
  }
  if (neighbours) {
    const { count, indices } = neighbours;
    arrays.set(NEIGHBOURS, { shape: [indices.length / count, count], data: indices });
  }
  if (radii) arrays.set(RADII, { shape: [radii.length, 1], data: radii });
  return arrays;
}

/** What a checkpoint's JSON says of the arrays beside it. */
export interface KnownSizes {
  readonly shares: readonly number[] | null;
  /** How many clusterings. */
  readonly targets: number;
  /** Neighbours of each image, or null. */
  readonly neighbours: number | null;
  /** Whether each image has a length of its own. */
  readonly radii: boolean;
}

export const sizesOf = ({ shares, targets, neighbours, radii }: PriorKnowledge): KnownSizes => ({
  shares,
  targets: targets.length,
  neighbours: neighbours?.count ?? null,
  radii: radii !== null,
});

/** The same again, for `count` images. @throws {ModelFileError} where arrays are missing, or do not fit. */
export function fromArrays(
  { shares, targets, neighbours, radii }: KnownSizes,
  arrays: ReadonlyMap<string, StateArray>,
  count: number,
  clusters: number,
): PriorKnowledge {
  const classes = targets > 0 ? numbers(arrays.get(TARGETS), Int32Array, [targets, count], clusters) : null;
  const near = neighbours && numbers(arrays.get(NEIGHBOURS), Uint32Array, [count, neighbours], count);
  return {
    shares,
    targets: Array.from({ length: targets }, (_, row) => classes!.slice(row * count, (row + 1) * count)),
    neighbours: near ? { count: neighbours!, indices: near } : null,
    radii: radii ? numbers(arrays.get(RADII), Float32Array, [count, 1], Number.POSITIVE_INFINITY) : null,
  };
}

/** An array of that type and shape, whose numbers are from 0 to below `limit`. @throws {ModelFileError} */
function numbers<T extends Int32Array | Uint32Array | Float32Array>(
  array: StateArray | undefined,
  type: new (length: number) => T,
  [rows, columns]: readonly [number, number],
  limit: number,
): T {
  const fits = array?.shape.length === 2 && array.shape[0] === rows && array.shape[1] === columns;
  if (fits && array.data instanceof type && array.data.every((value) => value >= 0 && value < limit)) {
    return array.data;
  }
  throw unreadable();
}

/** For a training state that is not one of this training. */
export const unreadable = () =>
  new ModelFileError("its training state cannot be read: copy the file again, or train again");
