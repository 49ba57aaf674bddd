/** Pipelines of features and a method that are asked for by name. */
import type { Device, DeviceChoice } from "../../device/index.js";
import { ArgumentError } from "../../errors.js";
import type { Transformer } from "../../estimators/estimator.js";
import { clusteringMethods, imageFeatures } from "../../estimators/registry.js";
import { FeatureUnion } from "../../features/feature_union.js";
import type { StepOptions } from "../../preprocess/index.js";
import { checkedSteps } from "../preprocessing.js";
import { Pipeline } from "./pipeline.js";

/** What a pipeline by name is made of. */
export interface PipelineByName {
  /** Names of image features, at least one. */
  readonly features: readonly string[];
  /** The name of a clustering method. */
  readonly method: string;
  /** K, of methods that take it. */
  readonly clusters?: number | undefined;
  /** Default 0. */
  readonly seed?: number | undefined;
  /** What is done to images first, as `preprocess` takes it. Default nothing. */
  readonly preprocess?: string | readonly StepOptions[] | undefined;
}

/** K of methods that take it, where none is given. */
export const DEFAULT_CLUSTERS = 10;

/** The features that images get where none are named: shapes, and colours where there are some. */
export function defaultFeatures(channels: number): readonly string[] {
  return channels === 1 ? ["hog"] : ["hog", "colour"];
}

/**
 * Checks names and K before any image is read.
 * @throws {ArgumentError} for an unknown name, a feature named twice, wrong preprocessing, or K for a method that finds its own.
 */
export function checkPipelineByName({ features, method, clusters, preprocess }: PipelineByName): void {
  if (features.length === 0) throw new ArgumentError("there are no features: name at least one");
  for (const [i, name] of features.entries()) {
    imageFeatures.get(name);
    if (features.indexOf(name) < i) {
      throw new ArgumentError(`feature ${name} is named twice: name each once`);
    }
  }
  checkedSteps(preprocess ?? []);
  const { takesClusters } = clusteringMethods.get(method);
  if (clusters !== undefined && !takesClusters) {
    throw new ArgumentError(`method ${method} finds the number of clusters itself: leave it out`);
  }
}

/**
 * Makes a pipeline of registered features and a registered clustering method.
 *
 * Several features stand side by side, each divided by its root mean squared distance to its mean, so that none drowns
 * the others.
 * @throws {ArgumentError} as `checkPipelineByName`.
 */
export function pipelineByName(given: PipelineByName, device: Device | DeviceChoice = "auto"): Pipeline {
  checkPipelineByName(given);
  const { features, method, clusters = DEFAULT_CLUSTERS, seed = 0, preprocess = [] } = given;
  const parts = features.map((name): [string, Transformer] => [
    name,
    imageFeatures.get(name).create({ seed }),
  ]);
  const first: Transformer =
    parts.length === 1 ? parts[0]![1] : new FeatureUnion(Object.fromEntries(parts), { balance: true });
  return new Pipeline(
    [
      ["features", first],
      ["cluster", clusteringMethods.get(method).create({ clusters, seed })],
    ],
    { device, preprocess },
  );
}
