/** Several features side by side, each with its weight. */

import { Tape } from "../autograd/index.js";
import { total } from "../clustering/centring.js";
import { rowBlocks } from "../clustering/row_blocks.js";
import { ArgumentError, DataError } from "../errors.js";
import type {
  Clusterer,
  Estimator,
  EstimatorState,
  StateArray,
  Transformer,
} from "../estimators/estimator.js";
import { registerEstimator, restoreEstimator } from "../estimators/registry.js";
import { stateArray } from "../estimators/state_array.js";
import { scale } from "../ops/index.js";
import { recordCopy } from "../ops/record.js";
import { empty, show, type Tensor } from "../tensor/index.js";
import { BLOCK_ELEMENTS } from "./blocks.js";
import { columnStatistics } from "./column_statistics.js";

/** Settings of `FeatureUnion`. */
export interface FeatureUnionOptions {
  /** What a part's columns are multiplied with, by the part's name. Default 1 each. */
  readonly weights?: Readonly<Record<string, number>>;
  /**
   * Whether each part is first divided by its root mean squared distance to its mean, so that a part of many or large
   * columns does not drown the others. Default false.
   */
  readonly balance?: boolean;
}

interface Part {
  readonly name: string;
  readonly transformer: Transformer;
  readonly weight: number;
}

const NAME = /^[\w-]+$/;

/**
 * Transforms what it is given by several transformers, and puts their columns side by side:
 *
 * ```ts
 * const union = new FeatureUnion({ pixels: new Pixels(), patches: new PatchDictionary() }, { balance: true });
 * const y = await (await union.fit(images)).transform(images);
 * ```
 */
export class FeatureUnion implements Transformer {
  readonly kind = "feature_union";
  readonly #parts: readonly Part[];
  readonly #balance: boolean;
  /** What each part is multiplied with; null before `fit`. */
  #factors: Float64Array | null = null;

  /**
   * @param parts by name: letters, digits, _ and -.
   * @throws {ArgumentError} if there is no part, a part is no transformer, a name is of other characters, or an option is
   *   out of its range.
   */
  constructor(
    parts: Readonly<Record<string, Transformer>>,
    { weights = {}, balance = false }: FeatureUnionOptions = {},
  ) {
    const names = Object.keys(parts);
    if (names.length === 0)
      throw new ArgumentError("FeatureUnion: there is no part: give one transformer at least");
    const wrong = names.find((name) => !NAME.test(name));
    if (wrong !== undefined) {
      throw new ArgumentError(`FeatureUnion: name "${wrong}" of a part: use letters, digits, _ and - only`);
    }
    if (typeof weights !== "object" || weights === null) {
      throw new ArgumentError(
        `FeatureUnion: weights is ${String(weights)}: give an object with a number for each name`,
      );
    }
    const other = Object.keys(weights).find((name) => !names.includes(name));
    if (other !== undefined) {
      throw new ArgumentError(
        `FeatureUnion: weights has ${other}, which is no part: choose among ${names.join(", ")}`,
      );
    }
    if (typeof balance !== "boolean") {
      throw new ArgumentError(`FeatureUnion: balance is ${String(balance)}: give true or false`);
    }
    this.#balance = balance;
    this.#parts = names.map((name) => {
      const transformer = checkTransformer(name, parts[name]);
      const weight = weights[name] ?? 1;
      if (typeof weight !== "number" || !(weight >= 0 && Number.isFinite(weight))) {
        throw new ArgumentError(
          `FeatureUnion: the weight of ${name} is ${String(weight)}: give a number from 0 up`,
        );
      }
      return { name, transformer, weight };
    });
  }

  /** The transformers by name. */
  get parts(): Readonly<Record<string, Transformer>> {
    return Object.fromEntries(this.#parts.map(({ name, transformer }) => [name, transformer]));
  }

  /**
   * Fits each part to x, one after the other.
   * @throws {SkeinError} what a part throws.
   */
  async fit(x: Tensor): Promise<this> {
    const factors = Float64Array.from(this.#parts, ({ weight }) => weight);
    for (const [i, { name, transformer }] of this.#parts.entries()) {
      await transformer.fit(x);
      if (!this.#balance) continue;
      using y = await transformer.transform(x);
      const { variances, scale: power } = await columnStatistics(`FeatureUnion.fit: ${name}`, y);
      const distance = Math.sqrt(total(variances)) / power;
      if (distance > 0) factors[i]! /= distance;
    }
    this.#factors = factors;
    return this;
  }

  /**
   * The parts' columns side by side, [N, F], in the order of the parts. The caller releases it.
   * @throws {ArgumentError} before `fit`.
   * @throws {SkeinError} what a part throws.
   */
  async transform(x: Tensor): Promise<Tensor> {
    const factors = this.#result();
    const blocks: Tensor[] = [];
    try {
      for (const { name, transformer } of this.#parts) {
        const y = await transformer.transform(x);
        blocks.push(y);
        if (y.shape.length === 2 && y.shape[0] === x.shape[0]) continue;
        throw new DataError(
          `FeatureUnion.transform: ${name} made ${show(y.shape)} of ${x.shape[0]} rows: use a transformer that makes one row of each`,
        );
      }
      return sideBySide(blocks, factors);
    } finally {
      for (const block of blocks) block.release();
    }
  }

  /** What it and its parts learned, for a file. @throws {ArgumentError} before `fit`. */
  state(): EstimatorState {
    const factors = this.#result();
    const arrays: Record<string, StateArray> = { factors: { shape: [factors.length], data: factors } };
    const parts: Record<string, StoredPart> = {};
    for (const { name, transformer } of this.#parts) {
      const { options, details, arrays: own } = transformer.state();
      parts[name] = { kind: transformer.kind, options, details: details ?? {} };
      for (const [array, values] of Object.entries(own)) arrays[`${name}.${array}`] = values;
    }
    const weights = Object.fromEntries(this.#parts.map(({ name, weight }) => [name, weight]));
    return { options: { weights, balance: this.#balance }, arrays, details: { parts } };
  }

  /** @throws {SkeinError} where the state is not one of a FeatureUnion. */
  static restore(state: EstimatorState): FeatureUnion {
    const { parts } = (state.details ?? {}) as { parts?: unknown };
    if (typeof parts !== "object" || parts === null) {
      throw new DataError("feature_union: the state names no parts: save the fitted estimator again");
    }
    const restored: [string, Estimator][] = Object.entries(parts).map(([name, part]) => {
      const prefix = `${name}.`;
      const own = Object.entries(state.arrays).filter(([array]) => array.startsWith(prefix));
      const arrays = Object.fromEntries(own.map(([array, values]) => [array.slice(prefix.length), values]));
      const { kind, options, details } = (part ?? {}) as Partial<StoredPart>;
      if (typeof kind !== "string" || typeof options !== "object" || options === null) {
        throw new DataError(`feature_union: part ${name} has no kind or options: save the estimator again`);
      }
      return [name, restoreEstimator(kind, { options, details: details ?? {}, arrays })];
    });
    const transformers = Object.fromEntries(restored) as Record<string, Transformer>;
    const union = new FeatureUnion(transformers, state.options as FeatureUnionOptions);
    union.#factors = stateArray("feature_union", state, "factors", "f64", [restored.length]).data;
    return union;
  }

  #result(): Float64Array {
    if (!this.#factors) throw new ArgumentError("FeatureUnion: there is no result yet: call fit first");
    return this.#factors;
  }
}

interface StoredPart {
  readonly kind: string;
  readonly options: object;
  readonly details: object;
}

function checkTransformer(name: string, part: unknown): Transformer {
  const { fit, transform, fitPredict } = (part ?? {}) as Partial<Transformer & Clusterer>;
  // The `transform` of a clusterer such as KMeans gives distances on the host, no tensor.
  if (typeof fitPredict === "function") {
    throw new ArgumentError(`FeatureUnion: ${name} is a clusterer: give transformers only, such as a Pca`);
  }
  if (typeof fit === "function" && typeof transform === "function") return part as Transformer;
  throw new ArgumentError(
    `FeatureUnion: ${name} is no transformer: give an object with fit and transform, such as a Pca`,
  );
}

/** Blocks [N, F_i], each times its factor, as [N, sum of F_i]. */
function sideBySide(blocks: readonly Tensor[], factors: Float64Array): Tensor {
  const { device, shape } = blocks[0]!;
  const columns = blocks.reduce((sum, block) => sum + block.shape[1]!, 0);
  const y = empty(device, [shape[0]!, columns]);
  let offset = 0;
  for (const [i, block] of blocks.entries()) {
    const own = block.shape[1]!;
    for (const { first, count, part } of rowBlocks(block, BLOCK_ELEMENTS / own)) {
      using tape = new Tape(device, { gradient: false });
      const sizes = [1, 1, count, own] as const;
      recordCopy(tape, scale(tape, part, factors[i]!), y, {
        ...{ sizes, x: [0, 0, own, 1], y: [0, 0, columns, 1] },
        yOffset: first * columns + offset,
      });
    }
    offset += own;
  }
  return y;
}

registerEstimator({ kind: "feature_union", restore: FeatureUnion.restore });
