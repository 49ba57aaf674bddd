/** Images of no class that may be one of their own. */
import { Hdbscan } from "../../clustering/index.js";
import { evenly } from "../../data/image_set.js";
import type { Device } from "../../device/index.js";
import { ArgumentError, ShapeError } from "../../errors.js";
import type { Matrix } from "../../models/index.js";
import { tensor } from "../../tensor/index.js";
import { UNSORTED_CLASS } from "../state.js";
import { hostUnitRows } from "./unit_rows.js";

export interface ClassProposal {
  /** Rows of the features given, the one in the middle first. */
  readonly images: readonly number[];
  /** The mean cosine of its images to their mean. */
  readonly cohesion: number;
}

export interface ProposeClassesOptions {
  /** Images of a class at least, from 2 up. Default 5. */
  readonly least?: number;
  /** The run's images: a group that holds together less well than three quarters of its classes is not proposed. */
  readonly known?: { readonly features: Matrix; readonly classOf: Int32Array };
  readonly signal?: AbortSignal;
}

/** Rows that are looked at: the time grows with their square. */
const MOST = 20_000;
/** Of the run's classes, those that hold together less well. */
const LOOSE = 0.25;
/** Images of the run that tell how its classes hold together. */
const SAMPLE = 10_000;

/**
 * Groups among images of no class [M, F], by density (`Hdbscan`): the largest first. Of more than 20,000 images as many at
 * even distances are looked at.
 *
 * @throws {ArgumentError} if `least` is not a whole number from 2 up. @throws {ShapeError} where sizes do not fit.
 * @throws {DataError} if values are not finite. @throws the reason of `signal`.
 */
export async function proposeClasses(
  device: Device,
  features: Matrix,
  { least = 5, known, signal }: ProposeClassesOptions = {},
): Promise<ClassProposal[]> {
  if (!(Number.isInteger(least) && least >= 2)) {
    throw new ArgumentError(`proposeClasses: least is ${least}: give a whole number from 2 up`);
  }
  const { columns } = features;
  const unit = hostUnitRows("proposeClasses", features);
  const bound = known ? knownCohesion(known, columns) : -1;
  const rows = evenly(features.rows, MOST);
  if (rows.length < least) return [];
  const values = new Float32Array(rows.length * columns);
  rows.forEach((row, i) => {
    values.set(unit.subarray(row * columns, (row + 1) * columns), i * columns);
  });
  using x = tensor(device, values, [rows.length, columns]);
  let groups = membersOf(
    await new Hdbscan({ minClusterSize: least }).fitPredict(x, { ...(signal && { signal }) }),
  );
  if (groups.length === 0) {
    const whole = new Hdbscan({ minClusterSize: least, allowSingleCluster: true });
    groups = membersOf(await whole.fitPredict(x, { ...(signal && { signal }) }));
  }
  return groups
    .map((group) => {
      const places = group.map((i) => rows[i]!);
      return middleOf(unit, columns, places);
    })
    .filter(({ cohesion }) => cohesion >= bound)
    .map(({ order, cohesion }) => ({ images: order, cohesion }))
    .sort((p, q) => q.images.length - p.images.length || p.images[0]! - q.images[0]!);
}

/** The rows of each label from 0 up. */
function membersOf(labels: ArrayLike<number>): number[][] {
  const groups = new Map<number, number[]>();
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] === UNSORTED_CLASS) continue;
    const group = groups.get(labels[i]!) ?? [];
    groups.set(labels[i]!, group);
    group.push(i);
  }
  return [...groups.values()];
}

/** Rows by falling cosine to their mean, and the mean of it. */
function middleOf(unit: Float32Array, columns: number, rows: readonly number[]) {
  const mean = new Float64Array(columns);
  for (const row of rows) for (let c = 0; c < columns; c++) mean[c]! += unit[row * columns + c]!;
  const length = Math.sqrt(mean.reduce((sum, value) => sum + value * value, 0));
  const cosine = new Map(
    rows.map((row) => {
      let product = 0;
      for (let c = 0; c < columns; c++) product += unit[row * columns + c]! * mean[c]!;
      return [row, length > 0 ? product / length : 0] as const;
    }),
  );
  const order = [...rows].sort((a, b) => cosine.get(b)! - cosine.get(a)! || a - b);
  return { order, cohesion: length / rows.length };
}

/** What a quarter of the run's classes stay below. */
function knownCohesion(
  { features, classOf }: NonNullable<ProposeClassesOptions["known"]>,
  columns: number,
): number {
  if (features.columns !== columns || features.rows !== classOf.length) {
    throw new ShapeError(
      `proposeClasses: features of [${features.rows}, ${features.columns}] and ${classOf.length} classes of the run for ${columns} columns: compute both in one way`,
    );
  }
  const unit = hostUnitRows("proposeClasses", features);
  const groups = new Map<number, number[]>();
  for (const row of evenly(features.rows, SAMPLE)) {
    const id = classOf[row]!;
    if (id !== UNSORTED_CLASS) groups.set(id, [...(groups.get(id) ?? []), row]);
  }
  const found = [...groups.values()]
    .map((rows) => middleOf(unit, columns, rows).cohesion)
    .sort((a, b) => a - b);
  return found[Math.floor(LOOSE * found.length)] ?? -1;
}
