import type { Matrix } from "../../../src/models/index.js";
import { Random } from "../../../src/random/philox.js";
import { ReviewState } from "../../../src/review/index.js";
import { baseOf } from "../base.js";

export const COLUMNS = 6;

/** Rows around unit vectors: row i around that of number `blobs[i]`. */
export function blobs(of: readonly number[], spread = 0.15, seed = 1): Matrix {
  const random = new Random(seed);
  const data = Float32Array.from(
    { length: of.length * COLUMNS },
    (_, at) => Number(at % COLUMNS === of[Math.floor(at / COLUMNS)]) + spread * random.normal(),
  );
  return { rows: of.length, columns: COLUMNS, data };
}

/** `each` times 0, then `each` times 1, ... */
export const inBlocks = (kinds: number, each: number) =>
  Array.from({ length: kinds * each }, (_, i) => Math.floor(i / each));

export const stateOf = (classOf: number[]) => new ReviewState(baseOf(classOf));

/** What a run found with this confidence. */
export const priorOf = (classOf: readonly number[], confidence = 0.75) => ({
  classOf: Int32Array.from(classOf),
  confidence: new Float32Array(classOf.length).fill(confidence),
});
