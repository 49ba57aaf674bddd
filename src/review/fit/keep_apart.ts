/** Classes of images that are linked, so that no two share one that must not. */

/** Images that share a class. */
export interface Piece {
  /** How well each of C classes suits them, and last, having none: C + 1 numbers from 0 up. */
  readonly scores: Float64Array;
  /** The class that they are held in, C for none; null where they may go to any. */
  readonly held: number | null;
  /** The numbers of pieces that must not share their class. */
  readonly apart: readonly number[];
}

/** What a piece gets for which no class is left. */
export const NO_CLASS = -1;

/**
 * Gives each piece a class, the surest first: the best of those that no piece has which it must not meet (pieces of no class
 * meet none). Where none is left, pieces that are in the way of one move to a class that is free for them; where that does
 * not help it gets NO_CLASS.
 */
export function keepApart(pieces: readonly Piece[]): Int32Array {
  const given = new Int32Array(pieces.length).fill(NO_CLASS);
  const order: number[] = [];
  for (const [p, { held }] of pieces.entries()) {
    if (held === null) order.push(p);
    else given[p] = held;
  }
  const sure = pieces.map(({ scores }) => marginOf(scores));
  order.sort((p, q) => sure[q]! - sure[p]! || p - q);
  const inWay = (p: number, k: number) =>
    k === pieces[p]!.scores.length - 1 ? [] : pieces[p]!.apart.filter((other) => given[other] === k);
  for (const p of order) {
    const wanted = ranked(pieces[p]!.scores);
    const free = wanted.find((k) => inWay(p, k).length === 0);
    given[p] = free ?? NO_CLASS;
    if (free !== undefined) continue;
    for (const k of wanted) {
      if (!makeRoom(p, k)) continue;
      given[p] = k;
      break;
    }
  }
  return given;

  /** Moves all that are in the way of p in class k, or none. */
  function makeRoom(p: number, k: number): boolean {
    const before = new Map<number, number>();
    for (const other of inWay(p, k)) {
      const { held, scores } = pieces[other]!;
      const to =
        held === null ? ranked(scores).find((c) => c !== k && inWay(other, c).length === 0) : undefined;
      if (to === undefined) {
        for (const [moved, from] of before) given[moved] = from;
        return false;
      }
      before.set(other, given[other]!);
      given[other] = to;
    }
    return true;
  }
}

/** Classes, the best first; of equal ones the first. Having none is one of them where anything speaks for it. */
const ranked = (scores: Float64Array) =>
  Array.from(scores, (_, k) => k)
    .filter((k) => k < scores.length - 1 || scores[k]! > 0)
    .sort((a, b) => scores[b]! - scores[a]! || a - b);

function marginOf(scores: Float64Array): number {
  let [best, next] = [0, 0];
  for (const score of scores) {
    if (score > best) [best, next] = [score, best];
    else if (score > next) next = score;
  }
  return best - next;
}
