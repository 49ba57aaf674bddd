/** Looks at a clustering for signs that it went wrong. */
import { evenly } from "../../data/image_set.js";
import type { Device, DeviceChoice } from "../../device/index.js";
import { ArgumentError } from "../../errors.js";
import { checkPixels, type Images, imagesAt } from "../images.js";
import { OwnDevice } from "../own_device.js";
import { checkedSteps, prepared } from "../preprocessing.js";
import { checks, type Finding, type Severity } from "./check.js";
import "./checks/index.js";
import { WatchStudy } from "./study.js";

/** Settings of `watchClustering`. */
export interface WatchOptions {
  /** K, up to 10,000. Default: the largest class and one. */
  readonly clusters?: number;
  /** What findings call class k, by k. Default k. */
  readonly ids?: readonly number[];
  /** The classes [N] that other heads, seeds or methods gave the same images. Default none. */
  readonly others?: readonly ArrayLike<number>[];
  /** Images that are looked at, at even distances. Default 2000. */
  readonly sample?: number;
  /** Images whose shorter side is larger are looked at in this size, which takes less time. Default: as they are. */
  readonly side?: number;
  /** A device, which stays the caller's to close, or which to open. Default "auto". */
  readonly device?: Device | DeviceChoice;
  /** Ends the work with the signal's reason. */
  readonly signal?: AbortSignal;
}

const SAMPLE = 2000;
/** Classes that a model can have. */
const MOST = 10_000;
const ORDER: readonly Severity[] = ["failed", "doubtful", "note"];

/**
 * Signs that a clustering failed, or that single classes did, worst first; none where nothing stands out. No label is
 * looked at:
 *
 * ```ts
 * const classes = await clusterer.predict(images);
 * for (const { severity, message } of await watchClustering(images, classes)) console.warn(severity, message);
 * ```
 *
 * Each check is a file of `checks/`. They ask whether images that look alike share a class (by the nearest ones in features
 * that were not trained), whether a statistic such as brightness explains the classes better than those features do,
 * whether other heads or seeds agree, and whether classes are empty, tiny, merged or split.
 *
 * @param images N images.
 * @param assignments The class of each, 0 to K - 1, or -1 for none.
 * @throws {ArgumentError} when an option is wrong, or the classes are not N whole numbers from -1 up.
 * @throws {DataError} when the pixels are of another type or number.
 */
export async function watchClustering(
  images: Images,
  assignments: ArrayLike<number>,
  { clusters, ids, others = [], sample = SAMPLE, side, device = "auto", signal }: WatchOptions = {},
): Promise<Finding[]> {
  images = checkPixels(images);
  if (clusters !== undefined && !(Number.isInteger(clusters) && clusters >= 0 && clusters <= MOST)) {
    throw new ArgumentError(`watchClustering: clusters is ${clusters}: give a whole number up to ${MOST}`);
  }
  checkClasses("assignments", assignments, images.count, clusters ?? MOST);
  const most = clusters ?? highest(assignments) + 1;
  for (const [i, labels] of others.entries()) checkClasses(`others[${i}]`, labels, images.count, 2 ** 31);
  if (!(Number.isInteger(sample) && sample >= 1)) {
    throw new ArgumentError(`watchClustering: sample is ${sample}: give a whole number from 1 up`);
  }
  if (side !== undefined && !(Number.isInteger(side) && side >= 1)) {
    throw new ArgumentError(`watchClustering: side is ${side}: give a whole number from 1 up`);
  }
  const rows = evenly(images.count, sample);
  const pick = (labels: ArrayLike<number>) => Int32Array.from(rows, (row) => labels[row]!);
  const sizes = new Array<number>(most).fill(0);
  for (let i = 0; i < images.count; i++) if (assignments[i]! >= 0) sizes[assignments[i]!]!++;
  const watched = {
    images: await shrunk(imagesAt(images, rows), side),
    assignments: pick(assignments),
    others: others.map(pick),
    clusters: most,
    count: images.count,
    sizes,
    idOf: (k: number) => ids?.[k] ?? k,
  };
  const own = new OwnDevice(device);
  try {
    const study = new WatchStudy(watched, await own.get(), signal ?? null);
    const found: Finding[] = [];
    for (const check of checks()) {
      signal?.throwIfAborted();
      for (const finding of await check.look(study)) {
        found.push({ check: check.name, ...finding, classes: finding.classes.map(watched.idOf) });
      }
    }
    // Where all classes mean nothing, single ones need no finding.
    const failed = found.some(({ severity }) => severity === "failed");
    const said = failed ? found.filter(({ severity }) => severity !== "doubtful") : found;
    return said.sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  } finally {
    await own.close();
  }
}

/** Images whose shorter side is `side`; those that are smaller as they are. */
async function shrunk(images: Images, side = Number.POSITIVE_INFINITY): Promise<Images> {
  const factor = side / Math.min(images.height, images.width);
  if (factor >= 1) return images;
  const height = Math.round(images.height * factor);
  const width = Math.round(images.width * factor);
  return await prepared(images, checkedSteps([{ step: "resize", height, width, method: "area" }]));
}

function highest(labels: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < labels.length; i++) most = Math.max(most, labels[i]!);
  return most;
}

function checkClasses(name: string, labels: ArrayLike<number>, count: number, below: number): void {
  if (labels.length !== count) {
    throw new ArgumentError(
      `watchClustering: ${name} has ${labels.length} classes for ${count} images: give one for each`,
    );
  }
  for (let i = 0; i < count; i++) {
    const label = labels[i]!;
    if (Number.isInteger(label) && label >= -1 && label < below) continue;
    throw new ArgumentError(
      `watchClustering: ${name} holds ${label} at ${i}: give whole numbers from 0 to ${below - 1}, or -1 for none`,
    );
  }
}
