/**
 * Philox 4x32-10, a counter-based generator: the n-th block is a pure function
 * of (seed, stream, n), so that every device draws the same integers in any order.
 * Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011.
 */

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;

/** High 32 bits of the 64-bit product of two unsigned 32-bit integers. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = (middle & 0xffff) + aLow * bHigh;
  return (aHigh * bHigh + (middle >>> 16) + (carry >>> 16)) >>> 0;
}

/** Four random words for one 128-bit counter and 64-bit key (each in 32-bit words, least significant first). */
export function philox4x32(
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
): [number, number, number, number] {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, c0);
    const low0 = Math.imul(MULTIPLIER_0, c0) >>> 0;
    const high1 = multiplyHigh(MULTIPLIER_1, c2);
    const low1 = Math.imul(MULTIPLIER_1, c2) >>> 0;
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c1 = low1;
    c3 = low0;
    k0 = (k0 + WEYL_0) >>> 0;
    k1 = (k1 + WEYL_1) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/** A 32-bit word to a float in [0, 1): its 24 high bits, so that float32 holds it exactly. */
export function wordToUniform(word: number): number {
  return (word >>> 8) * 2 ** -24;
}

/**
 * Random numbers on the host, from key (seed, stream) and a counter from zero up.
 * The same seed and stream give the same sequence everywhere.
 *
 * ```ts
 * const random = new Random(1);
 * const [share, deviate] = [random.uniform(), random.normal()]; // in [0, 1); of mean 0 and variance 1
 * ```
 */
export class Random {
  readonly #key: readonly [number, number];
  #block = 0;
  /** Of a block, and how many of them are taken. */
  #words: readonly number[] = [];
  #taken = 0;

  constructor(seed: number, stream = 0) {
    this.#key = [seed >>> 0, stream >>> 0];
  }

  /** A uniform unsigned 32-bit integer. */
  word(): number {
    if (this.#taken === this.#words.length) {
      const high = Math.floor(this.#block / 2 ** 32);
      this.#words = philox4x32([this.#block >>> 0, high, 0, 0], this.#key);
      this.#taken = 0;
      this.#block++;
    }
    return this.#words[this.#taken++]!;
  }

  /** Uniform in [0, 1), with 24 random bits. */
  uniform(): number {
    return wordToUniform(this.word());
  }

  /** Standard normal (Box and Muller 1958). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Uniform in 0 .. bound - 1; the bias is below bound / 2^53. */
  integer(bound: number): number {
    const high = this.word() >>> 5;
    const low = this.word() >>> 6;
    return Math.floor(((high * 2 ** 26 + low) / 2 ** 53) * bound);
  }

  /** A permutation of 0 .. count - 1 (Fisher and Yates). */
  permutation(count: number): Uint32Array {
    const order = Uint32Array.from({ length: count }, (_, index) => index);
    for (let last = count - 1; last > 0; last--) {
      const other = this.integer(last + 1);
      const kept = order[last]!;
      order[last] = order[other]!;
      order[other] = kept;
    }
    return order;
  }
}

/**
 * The stream of a name, for `Random` and random ops: the 32-bit FNV-1a hash of its UTF-16 code units.
 * A layer draws from the stream of its own name, so that what is added elsewhere changes nothing there.
 */
export function streamOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
