/** What TEMI can be told, and what of it is wrong. */
import { checkChoice, checkNumber } from "../../ops/check.js";
import { checkWhole } from "../kmeans/options.js";

const metrics = ["cosine", "euclidean"] as const;

/** Settings of `Temi`. Defaults are the authors', but where a line says otherwise. */
export interface TemiOptions {
  /** K, from 1 up. */
  readonly clusters: number;
  /**
   * Nearest other rows of a row, of which its partners are drawn; all others where there are fewer. Default 50, and at
   * most half of N / K: neighbours should be of the row's own class.
   */
  readonly neighbors?: number;
  /** How rows are compared for that, about their mean. Default "cosine". */
  readonly metric?: (typeof metrics)[number];
  /** Linear classifiers that learn side by side, 1 to 1,024. The one with the lowest loss answers. Default 16. */
  readonly heads?: number;
  /** Power of the probabilities in the mutual information, above 0 and up to 1: less makes clusters more equal. Default 0.6. */
  readonly beta?: number;
  /**
   * Weight of the past in the teacher, which is an average of the student over its steps. Default 0.996, the authors', and
   * less for fewer than 10,000 steps, so that the average is over a fortieth of them.
   */
  readonly momentum?: number;
  /** Weight of the past in the clusters' shares. Default 0.9. */
  readonly priorMomentum?: number;
  /** What logits of the student are divided by. Default 0.1. */
  readonly studentTemperature?: number;
  /** What logits of the teacher are divided by. Default 0.1. */
  readonly teacherTemperature?: number;
  /**
   * AdamW's rate for 256 columns. Weights of D columns get sqrt(256 / D) times as much, so that logits change at the same
   * speed. Default 1e-3; the authors' 1e-4 is for heads of two layers.
   */
  readonly learningRate?: number;
  /** AdamW's weight decay. Default 1e-4. */
  readonly weightDecay?: number;
  /** Pairs in a step; all rows where there are fewer. Default 512. */
  readonly batch?: number;
  /** Passes over the rows. Default 100, and for few rows as many as make 2,000 steps. */
  readonly epochs?: number;
  /** Any unsigned 32-bit integer; the same seed gives the same bits on the same device. Default 0. */
  readonly seed?: number;
}

/** Options whose defaults follow from the rows. */
type Following = "neighbors" | "epochs" | "momentum";

/** All options; those that follow from the rows where they are given. */
export type CheckedOptions = Required<Omit<TemiOptions, Following>> & Pick<TemiOptions, Following>;

const MOST_HEADS = 1024;
const NEIGHBORS = 50;
const EPOCHS = 100;
const LEAST_STEPS = 2000;
const MOMENTUM = 0.996;
/** Steps that the teacher looks back over, as a share of all. */
const LOOKS_BACK = 1 / 40;

/** Defaults for what is not given. @throws {ArgumentError} if an option is out of its range. */
export function checkedOptions({
  clusters,
  neighbors,
  metric = "cosine",
  heads = 16,
  beta = 0.6,
  momentum,
  priorMomentum = 0.9,
  studentTemperature = 0.1,
  teacherTemperature = 0.1,
  learningRate = 1e-3,
  weightDecay = 1e-4,
  batch = 512,
  epochs,
  seed = 0,
}: TemiOptions): CheckedOptions {
  const counts = {
    clusters,
    heads,
    batch,
    ...(neighbors !== undefined && { neighbors }),
    ...(epochs !== undefined && { epochs }),
  };
  const averages = { priorMomentum, ...(momentum !== undefined && { momentum }) };
  for (const [name, value] of Object.entries(counts)) checkWhole(name, value, 1, "Temi");
  checkNumber("Temi", "heads", heads, { low: 1, high: MOST_HEADS });
  checkWhole("seed", seed, 0, "Temi");
  checkChoice("Temi", "metric", metric, metrics);
  checkNumber("Temi", "beta", beta, { low: 0.01, high: 1 });
  for (const [name, value] of Object.entries(averages)) {
    checkNumber("Temi", name, value, { low: 0, below: 1 });
  }
  for (const [name, value] of Object.entries({ studentTemperature, teacherTemperature })) {
    checkNumber("Temi", name, value, { low: 1e-3, high: 1e3 });
  }
  for (const [name, value] of Object.entries({ learningRate, weightDecay })) {
    checkNumber("Temi", name, value, { low: 0, high: 1 });
  }
  return {
    ...counts,
    ...averages,
    ...{ metric, beta, studentTemperature, teacherTemperature },
    ...{ learningRate, weightDecay, seed },
  };
}

/** The options of a fit to N rows. */
export interface Plan {
  /** 0 for a single row, which is its own partner. */
  readonly neighbors: number;
  readonly batch: number;
  readonly steps: number;
  readonly momentum: number;
}

export function planFor(
  { neighbors, clusters, batch: most, epochs, momentum }: CheckedOptions,
  rows: number,
): Plan {
  const wanted = neighbors ?? Math.max(1, Math.min(NEIGHBORS, Math.floor(rows / (2 * clusters))));
  const batch = Math.min(most, rows);
  const perEpoch = Math.floor(rows / batch);
  const passes = epochs ?? Math.max(EPOCHS, Math.ceil(LEAST_STEPS / perEpoch));
  const steps = passes * perEpoch;
  const own = Math.max(0, Math.min(MOMENTUM, 1 - 1 / (LOOKS_BACK * steps)));
  return { neighbors: Math.min(wanted, rows - 1), batch, steps, momentum: momentum ?? own };
}
