/** Estimators by kind, for files; image features and clustering methods by name, for those who choose one. */
import { ArgumentError, excerpt } from "../errors.js";
import type { Clusterer, Estimator, EstimatorState, Transformer } from "./estimator.js";

/** How an estimator is made again from its state. */
export interface EstimatorKind {
  readonly kind: string;
  /**
   * Makes an estimator of what `state()` gave.
   * @throws {SkeinError} where options or arrays are not what such an estimator keeps.
   */
  restore(state: EstimatorState): Estimator;
}

/** An image feature that can be asked for by name, such as "hog". */
export interface FeatureDefinition {
  readonly name: string;
  /** One line for a list. */
  readonly about: string;
  /** Makes one that has learned nothing yet. */
  create(options: { readonly seed: number }): Transformer;
}

/** A clustering method that can be asked for by name, such as "ward". */
export interface MethodDefinition {
  readonly name: string;
  /** One line for a list. */
  readonly about: string;
  /** Whether it is told K; others find their own number of clusters, and get none. */
  readonly takesClusters: boolean;
  /** Whether features of a pretrained network go to it as they are, where nothing else is asked for. Default: reduced ones. */
  readonly wholeFeatures?: boolean;
  /** Makes one that has learned nothing yet; methods that find the number of clusters ignore `clusters`. */
  create(options: { readonly clusters: number; readonly seed: number }): Clusterer;
}

/** Names of one sort of thing, in the order in which they were registered. */
class Registry<T extends { readonly name: string }> {
  readonly #known = new Map<string, T>();

  constructor(private readonly what: string) {}

  add(definition: T): void {
    if (this.#known.has(definition.name)) {
      throw new ArgumentError(`${this.what} ${definition.name} is registered already: give another name`);
    }
    this.#known.set(definition.name, definition);
  }

  find(name: string): T | undefined {
    return this.#known.get(name);
  }

  get(name: string): T {
    const found = this.find(name);
    if (found) return found;
    const names = [...this.#known.keys()].join(", ");
    throw new ArgumentError(`${name} is no known ${this.what}: choose one of ${names}`);
  }

  all(): T[] {
    return [...this.#known.values()];
  }
}

const kinds = new Registry<EstimatorKind & { readonly name: string }>("kind of estimator");

/** Image features by name. */
export const imageFeatures = new Registry<FeatureDefinition>("image feature");

/** Clustering methods by name. */
export const clusteringMethods = new Registry<MethodDefinition>("clustering method");

/** Has files of this kind read. */
export function registerEstimator(kind: EstimatorKind): void {
  kinds.add({ ...kind, name: kind.kind });
}

/** @throws {ArgumentError} if the kind is unknown, {SkeinError} if the state is not one of that kind. */
export function restoreEstimator(kind: string, state: EstimatorState): Estimator {
  const found = kinds.find(kind);
  if (found) return found.restore(state);
  throw new ArgumentError(
    `an estimator of kind ${excerpt(kind) || "unknown"}, which this version of skein does not know: ` +
      "install a newer version of skein",
  );
}
