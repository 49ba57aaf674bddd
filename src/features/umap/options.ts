import { ArgumentError } from "../../errors.js";
import { MOST_COMPONENTS } from "../../kernels/umap.js";

/** Settings of `Umap`. */
export interface UmapOptions {
  /** The row itself and its nearest others that it is to stay near to, from 2 up; all rows where there are fewer. Default 15. */
  readonly neighbors?: number;
  /** Numbers for each row, 1 to 16. Default 2. */
  readonly components?: number;
  /** How near to each other rows may come, 0 to `spread`. Default 0.1. */
  readonly minDist?: number;
  /** The distance over which likeness falls off. Default 1. */
  readonly spread?: number;
  /** Passes over the edges. Default 300. */
  readonly epochs?: number;
  /** Rows that push a row away for each that pulls it. Default 15. */
  readonly negativeSamples?: number;
  /**
   * Where places begin: eigenvectors of the graph ("spectral", default), principal directions ("pca"), or anywhere
   * ("random"). A graph that is not connected begins with principal directions, and anywhere where x has too few columns.
   */
  readonly init?: "spectral" | "pca" | "random";
  /** Any unsigned 32-bit integer; the same seed gives the same bits on the same device. Default 0. */
  readonly seed?: number;
}

const inits = ["spectral", "pca", "random"];

/** @throws {ArgumentError} if an option is out of its range. */
export function checkOptions(
  options: Required<Omit<UmapOptions, "epochs">> & Pick<UmapOptions, "epochs">,
): void {
  const { neighbors, components, minDist, spread, epochs, negativeSamples, init, seed } = options;
  const whole = (name: string, value: number, least: number, most = 2 ** 32 - 1) => {
    if (Number.isInteger(value) && value >= least && value <= most) return;
    const range = most === 2 ** 32 - 1 ? `from ${least} up` : `from ${least} to ${most}`;
    throw new ArgumentError(`Umap: ${name} is ${value}: give a whole number ${range}`);
  };
  whole("neighbors", neighbors, 2);
  whole("components", components, 1, MOST_COMPONENTS);
  whole("negativeSamples", negativeSamples, 0, 1000);
  whole("seed", seed, 0);
  // Epochs are float32 in the kernel.
  if (epochs !== undefined) whole("epochs", epochs, 1, 2 ** 20);
  if (!(Number.isFinite(spread) && spread > 0)) {
    throw new ArgumentError(`Umap: spread is ${spread}: give a number above 0`);
  }
  if (!(minDist >= 0 && minDist <= spread)) {
    throw new ArgumentError(`Umap: minDist is ${minDist}: give a number from 0 to spread, ${spread}`);
  }
  if (!inits.includes(init)) {
    throw new ArgumentError(`Umap: init ${String(init)} is unknown: choose one of ${inits.join(", ")}`);
  }
}
