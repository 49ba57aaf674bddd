/** How likely decisions about other images tell the class of one: walks over the graph of look-alikes. */
import type { ReviewGraph } from "./review_graph.js";

/** Classes that are computed at a time: rows of the graph are then read once for all of them. */
export const CLASSES_AT_ONCE = 4;
/** The error is below this, of probabilities. */
const PRECISION = 1e-3;

export interface WalksInput {
  /** N: the class, from 0 up, that a walk takes from an image where it stops; -1 where it goes on. */
  readonly labels: Int32Array;
  /** N: 1 for images that walks do not enter. */
  readonly closed: Uint8Array;
  /** Images that are one place of the graph; those of one group have one label. */
  readonly groups: readonly (readonly number[])[];
  /** The probability of each step that a walk goes on, above 0 and below 1. */
  readonly alpha: number;
}

/**
 * A walk from an image goes to one of its neighbours, by the weights of edges; it stops at the first image with a label, and
 * before each step it ends with probability 1 - alpha. The probabilities of stopping at each label are the harmonic functions of X. Zhu,
 * Z. Ghahramani and J. Lafferty, "Semi-supervised learning using Gaussian fields and harmonic functions" (ICML 2003), with their
 * external classifier at the end of walks that meet no label.
 *
 * They solve h = alpha P h outside of labels, by the Chebyshev semi-iterative method (G. Golub and R. Varga, 1961), which needs about
 * the square root of the plain iteration's steps.
 */
export class DecisionWalks {
  readonly #graph: ReviewGraph;
  readonly #input: WalksInput;
  /** Of the graph's transitions, as float32: a step is bound by the memory that it reads. */
  readonly #values: Float32Array;
  /** [N, 4] */
  #h: Float32Array;
  #before: Float32Array;

  constructor(graph: ReviewGraph, input: WalksInput) {
    this.#graph = graph;
    this.#input = input;
    this.#values = Float32Array.from(graph.transitions.values);
    this.#h = new Float32Array(graph.images * CLASSES_AT_ONCE);
    this.#before = new Float32Array(graph.images * CLASSES_AT_ONCE);
  }

  /**
   * The probability that a walk from each image stops at a label of classes first, first + 1, ... [N, 4]; yields after each
   * step, for others to have their turn. The array is the next call's, too.
   */
  *of(first: number): Generator<void, Float32Array> {
    const { alpha } = this.#input;
    this.#h.fill(0);
    this.#before.fill(0);
    this.#atLabels(this.#h, first);
    this.#atLabels(this.#before, first);
    let omega = 2;
    for (let step = 0, steps = stepsFor(alpha); step < steps; step++) {
      if (step > 0) omega = 1 / (1 - (alpha * alpha * omega) / 4);
      this.#step(step === 0 ? 1 : omega, first);
      yield;
    }
    return this.#h;
  }

  #step(omega: number, first: number): void {
    const { alpha, labels, closed } = this.#input;
    const { starts, columns } = this.#graph.transitions;
    const values = this.#values;
    const [h, next] = [this.#h, this.#before];
    for (let i = 0, at = 0; i < labels.length; i++, at += CLASSES_AT_ONCE) {
      if (labels[i]! >= 0 || closed[i]) continue;
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      for (let e = starts[i]!, end = starts[i + 1]!; e < end; e++) {
        const weight = values[e]!;
        const from = columns[e]! * CLASSES_AT_ONCE;
        a += weight * h[from]!;
        b += weight * h[from + 1]!;
        c += weight * h[from + 2]!;
        d += weight * h[from + 3]!;
      }
      next[at] = next[at]! + omega * (alpha * a - next[at]!);
      next[at + 1] = next[at + 1]! + omega * (alpha * b - next[at + 1]!);
      next[at + 2] = next[at + 2]! + omega * (alpha * c - next[at + 2]!);
      next[at + 3] = next[at + 3]! + omega * (alpha * d - next[at + 3]!);
    }
    this.#join(next);
    this.#atLabels(next, first);
    this.#h = next;
    this.#before = h;
  }

  /** Walks from any image of a group go where those of all of them go. */
  #join(h: Float32Array): void {
    const { degrees } = this.#graph;
    for (const group of this.#input.groups) {
      for (let c = 0; c < CLASSES_AT_ONCE; c++) {
        let [sum, total] = [0, 0];
        for (const i of group) {
          sum += degrees[i]! * h[i * CLASSES_AT_ONCE + c]!;
          total += degrees[i]!;
        }
        for (const i of group) h[i * CLASSES_AT_ONCE + c] = total > 0 ? sum / total : 0;
      }
    }
  }

  #atLabels(h: Float32Array, first: number): void {
    const { labels } = this.#input;
    for (let i = 0; i < labels.length; i++) {
      if (labels[i]! < 0) continue;
      const c = labels[i]! - first;
      for (let k = 0; k < CLASSES_AT_ONCE; k++) h[i * CLASSES_AT_ONCE + k] = k === c ? 1 : 0;
    }
  }
}

/** The method's rate is r = (1 - sqrt(1 - alpha^2)) / alpha, and its error 2 r^n / (1 + r^2n). */
function stepsFor(alpha: number): number {
  const rate = (1 - Math.sqrt(1 - alpha * alpha)) / alpha;
  return Math.ceil(Math.log(PRECISION / 2) / Math.log(rate));
}
