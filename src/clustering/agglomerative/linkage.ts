/** Joining the nearest two clusters until one is left. */
import type { Pairs } from "./pairs.js";

/**
 * The distance of a third cluster to two that are joined, from its distances to both, their own, and the three sizes.
 * Lance and Williams, "A general theory of classificatory sorting strategies", Computer Journal 9 (1967).
 */
export type Update = (
  toFirst: number,
  toSecond: number,
  between: number,
  first: number,
  second: number,
  third: number,
) => number;

export const updates = {
  /** Least growth of the squared distances to the centres. */
  ward: (toFirst, toSecond, between, first, second, third) => {
    const share = 1 / (first + second + third);
    return Math.sqrt(
      (third + first) * share * toFirst * toFirst +
        (third + second) * share * toSecond * toSecond -
        third * share * between * between,
    );
  },
  /** Mean distance of a row of one to a row of the other. */
  average: (toFirst, toSecond, _between, first, second) =>
    (first * toFirst + second * toSecond) / (first + second),
  /** Greatest distance of two rows. */
  complete: (toFirst, toSecond) => Math.max(toFirst, toSecond),
} satisfies Record<string, Update>;

/** How clusters are compared. */
export const linkages = ["ward", "average", "complete", "single"] as const;
/**
 * How the distance of two clusters is measured: "ward" (growth of the sum of squares), or the mean, greatest or least
 * distance of their rows.
 */
export type Linkage = (typeof linkages)[number];

/**
 * The tree of joins, as SciPy and scikit-learn number it: rows are 0 to N - 1, and join m makes cluster N + m of two
 * earlier ones.
 */
export interface Dendrogram {
  /** The two clusters of each join, [N - 1, 2]; the smaller number first. */
  readonly children: Int32Array;
  /** The distance of each join, ascending, [N - 1]. */
  readonly distances: Float64Array;
}

/** Joins by their rows, in the order that they were found. */
export interface Joins {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly distance: Float64Array;
}

/**
 * Joins all rows; yields between joins. The distances are overwritten.
 * @param weights How many rows each stands for, [N]; 1 by default.
 */
export function* link(
  pairs: Pairs,
  linkage: Linkage,
  weights = new Int32Array(pairs.rows).fill(1),
): Generator<void, Dendrogram> {
  const joins =
    linkage === "single" ? spanningTree(pairs) : nearestNeighbourChain(pairs, updates[linkage], weights);
  return numbered(yield* joins, pairs.rows);
}

/**
 * Follows nearest neighbours until two clusters are each other's, joins these and goes on from where the chain was.
 * Exact for the three linkages, in O(N^2). F. Murtagh, "A survey of recent advances in hierarchical clustering
 * algorithms", Computer Journal 26 (1983); of equal distances it takes the chain's last, then the first, as SciPy does.
 */
function* nearestNeighbourChain(
  { rows, distances: d, base }: Pairs,
  update: Update,
  weights: Int32Array,
): Generator<void, Joins> {
  const joins = emptyJoins(rows);
  const sizes = weights.slice();
  /** The clusters that are left, ascending, each by its last row. */
  const left = Int32Array.from({ length: rows }, (_, i) => i);
  const chain = new Int32Array(rows);
  let length = 0;
  for (let join = 0, count = rows; join < rows - 1; join++, count--) {
    yield;
    if (length === 0) chain[length++] = left[0]!;
    let [x, y, least] = [0, 0, 0];
    for (;;) {
      x = chain[length - 1]!;
      y = length > 1 ? chain[length - 2]! : -1;
      least = y < 0 ? Number.POSITIVE_INFINITY : d[base[Math.min(x, y)]! + Math.max(x, y)]!;
      let at = 0;
      for (; left[at]! < x; at++) {
        const to = d[base[left[at]!]! + x]!;
        if (to < least) [least, y] = [to, left[at]!];
      }
      const row = base[x]!;
      for (at++; at < count; at++) {
        const to = d[row + left[at]!]!;
        if (to < least) [least, y] = [to, left[at]!];
      }
      if (length > 1 && y === chain[length - 2]) break;
      chain[length++] = y;
    }
    length -= 2;
    const [first, second] = [Math.min(x, y), Math.max(x, y)];
    joins.first[join] = first;
    joins.second[join] = second;
    joins.distance[join] = least;
    // The joined cluster takes the place of the second.
    left.copyWithin(left.indexOf(first), left.indexOf(first) + 1, count);
    const [n, m] = [sizes[first]!, sizes[second]!];
    for (let at = 0; at < count - 1; at++) {
      const i = left[at]!;
      if (i === second) continue;
      const toFirst = d[i < first ? base[i]! + first : base[first]! + i]!;
      const place = i < second ? base[i]! + second : base[second]! + i;
      d[place] = update(toFirst, d[place]!, least, n, m, sizes[i]!);
    }
    sizes[second] = n + m;
  }
  return joins;
}

/** Single linkage joins along a minimum spanning tree, grown from row 0. R. C. Prim (1957). */
function* spanningTree({ rows, distances, base }: Pairs): Generator<void, Joins> {
  const joins = emptyJoins(rows);
  /** Rows outside the tree, ascending, and of each its least distance to the tree and the row that is so near. */
  const outside = Int32Array.from({ length: rows - 1 }, (_, i) => i + 1);
  const nearest = new Float64Array(rows - 1).fill(Number.POSITIVE_INFINITY);
  const from = new Int32Array(rows - 1);
  let last = 0;
  for (let join = 0, count = rows - 1; join < rows - 1; join++, count--) {
    yield;
    let next = 0;
    let least = Number.POSITIVE_INFINITY;
    const row = base[last]!;
    for (let at = 0; at < count; at++) {
      const i = outside[at]!;
      const to = distances[i < last ? base[i]! + last : row + i]!;
      if (to < nearest[at]!) {
        nearest[at] = to;
        from[at] = last;
      }
      if (nearest[at]! < least) [least, next] = [nearest[at]!, at];
    }
    last = outside[next]!;
    joins.first[join] = from[next]!;
    joins.second[join] = last;
    joins.distance[join] = nearest[next]!;
    for (const list of [outside, nearest, from]) list.copyWithin(next, next + 1, count);
  }
  return joins;
}

function emptyJoins(rows: number): Joins {
  return {
    first: new Int32Array(rows - 1),
    second: new Int32Array(rows - 1),
    distance: new Float64Array(rows - 1),
  };
}

/** Joins in the order of their distances, of the clusters that the rows are in by then. */
export function numbered({ first, second, distance }: Joins, rows: number): Dendrogram {
  const order = Array.from(distance.keys()).sort((a, b) => distance[a]! - distance[b]!);
  const children = new Int32Array(2 * (rows - 1));
  /** The cluster that each was joined into. */
  const parent = Int32Array.from({ length: 2 * rows - 1 }, (_, i) => i);
  const root = (of: number) => {
    let at = of;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  for (const [m, join] of order.entries()) {
    const [a, b] = [root(first[join]!), root(second[join]!)];
    children[2 * m] = Math.min(a, b);
    children[2 * m + 1] = Math.max(a, b);
    parent[a] = rows + m;
    parent[b] = rows + m;
  }
  return { children, distances: Float64Array.from(order, (join) => distance[join]!) };
}

/** The cluster of each row after `joins` joins, numbered in the order of the rows. */
export function cut({ children }: Dendrogram, rows: number, joins: number): Int32Array {
  const top = Int32Array.from({ length: rows + joins }, (_, i) => i);
  for (let m = joins - 1; m >= 0; m--) {
    for (const child of [children[2 * m]!, children[2 * m + 1]!]) top[child] = top[rows + m]!;
  }
  const numbers = new Map<number, number>();
  return Int32Array.from({ length: rows }, (_, row) => {
    const cluster = top[row]!;
    if (!numbers.has(cluster)) numbers.set(cluster, numbers.size);
    return numbers.get(cluster)!;
  });
}
