/** Steps of a pipeline: transformers by name, then at most one clusterer. */
import { ArgumentError } from "../../errors.js";
import type { Clusterer, Estimator, Transformer } from "../../estimators/estimator.js";

/** A step under its name. */
export type PipelineStep = readonly [name: string, estimator: Transformer | Clusterer];

/** Steps that were checked. */
export interface Steps {
  readonly all: readonly PipelineStep[];
  readonly transformers: readonly { readonly name: string; readonly transformer: Transformer }[];
  /** The last step, where it sorts rows; null where all steps make rows of others. */
  readonly clusterer: Clusterer | null;
}

/**
 * Sorts steps into transformers and a clusterer.
 * @throws {ArgumentError} for no steps, a name that is empty or given twice, something that is no estimator, or a
 * clusterer that is not the last step.
 */
export function checkSteps(steps: readonly PipelineStep[]): Steps {
  if (!Array.isArray(steps) || steps.length === 0) {
    throw new ArgumentError(
      'Pipeline: there are no steps: give at least one, as ["cluster", new KMeans(...)]',
    );
  }
  const transformers: { name: string; transformer: Transformer }[] = [];
  let clusterer: Clusterer | null = null;
  const names = new Set<string>();
  for (const [i, step] of steps.entries()) {
    if (!Array.isArray(step) || typeof step[0] !== "string" || step[0] === "") {
      throw new ArgumentError(`Pipeline: step ${i} has no name: give [name, estimator]`);
    }
    const [name, estimator] = step as unknown as PipelineStep;
    if (names.has(name)) {
      throw new ArgumentError(`Pipeline: two steps are called ${name}: give each a name of its own`);
    }
    names.add(name);
    if (isClusterer(estimator)) {
      if (i < steps.length - 1) {
        throw new ArgumentError(`Pipeline: step ${name} sorts rows into clusters: make it the last step`);
      }
      clusterer = estimator;
    } else if (isTransformer(estimator)) {
      transformers.push({ name, transformer: estimator });
    } else {
      throw new ArgumentError(
        `Pipeline: step ${name} has neither transform nor fitPredict: give a transformer or a clusterer`,
      );
    }
  }
  return { all: [...steps], transformers, clusterer };
}

/** Some clusterers have a `transform` of another kind: distances on the host. */
function isClusterer(estimator: Estimator): estimator is Clusterer {
  return typeof (estimator as Partial<Clusterer> | null)?.fitPredict === "function";
}

function isTransformer(estimator: Estimator): estimator is Transformer {
  return typeof (estimator as Partial<Transformer> | null)?.transform === "function";
}
