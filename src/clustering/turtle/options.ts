/** What TURTLE can be told, and what of it is wrong. */
import { ArgumentError } from "../../errors.js";
import { checkNumber } from "../../ops/check.js";
import { checkWhole } from "../kmeans/options.js";

/** Settings of `Turtle`. */
export interface TurtleOptions {
  /** K, from 1 up. */
  readonly clusters: number;
  /** Weight of the entropy of the clusters' shares, 0 to 1e6: more makes clusters more equal. Default 10. */
  readonly gamma?: number;
  /**
   * T, steps of the labelling at most. Default 2,000: the authors' 6,000 are for more rows; of 1,797 digits they find
   * clusters that follow the rows' noise (NMI 0.72, against 0.76 after 2,000).
   */
  readonly steps?: number;
  /**
   * The labelling ends before T when no row has changed its cluster in so many steps; of more than 4,096 rows, none of
   * 4,096 at even distances. Default 300.
   */
  readonly patience?: number;
  /** M, steps of the classifier before each step of the labelling. Default 10. */
  readonly innerSteps?: number;
  /** Adam's rate of the classifier for 768 columns; weights of D columns get 768 / D times as much. Default 1e-3. */
  readonly innerLearningRate?: number;
  /** The same of the labelling. Default 1e-3. */
  readonly outerLearningRate?: number;
  /** Rows in a step; all where there are fewer. Default 10,000. */
  readonly batch?: number;
  /** Whether the classifier goes on from the step before; else it begins again with random weights (default). */
  readonly warmStart?: boolean;
  /** Any unsigned 32-bit integer; the same seed gives the same bits on the same device. Default 0. */
  readonly seed?: number;
}

/** @throws {ArgumentError} if an option is out of its range. */
export function checkedOptions({
  clusters,
  gamma = 10,
  steps = 2000,
  patience = 300,
  innerSteps = 10,
  innerLearningRate = 1e-3,
  outerLearningRate = 1e-3,
  batch = 10_000,
  warmStart = false,
  seed = 0,
}: TurtleOptions): Required<TurtleOptions> {
  for (const [name, value] of Object.entries({ clusters, steps, patience, innerSteps, batch })) {
    checkWhole(name, value, 1, "Turtle");
  }
  checkWhole("seed", seed, 0, "Turtle");
  checkNumber("Turtle", "gamma", gamma, { low: 0, high: 1e6 });
  for (const [name, value] of Object.entries({ innerLearningRate, outerLearningRate })) {
    checkNumber("Turtle", name, value, { low: 0, high: 1 });
  }
  if (typeof warmStart !== "boolean") {
    throw new ArgumentError(`Turtle: warmStart is ${String(warmStart)}: give true or false`);
  }
  return {
    ...{ clusters, gamma, steps, patience, innerSteps, innerLearningRate, outerLearningRate },
    ...{ batch, warmStart, seed },
  };
}
