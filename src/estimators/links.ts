/** Must-links and cannot-links: pairs of rows that share a cluster, or must not (Wagstaff and Cardie 2000). */
import { ArgumentError, DataError } from "../errors.js";

/** Two rows (or images) by their numbers. */
export type Pair = readonly [number, number];

/** Which pairs share a cluster, and which do not. */
export interface PairLinks {
  /** Pairs that share a cluster. */
  readonly must?: readonly Pair[];
  /** Pairs that lie in different clusters. */
  readonly cannot?: readonly Pair[];
}

/** Links that contradict each other nowhere, of the rows that they name; pairs hold positions among those. */
export interface LinkedRows {
  /** Rows of at least one link, ascending. */
  readonly rows: Uint32Array<ArrayBuffer>;
  readonly must: readonly Pair[];
  readonly cannot: readonly Pair[];
  /** The transitive closure of the must-links: positions, each in exactly one group. */
  readonly groups: readonly (readonly number[])[];
}

/** Contradictions that a message names. */
const NAMED = 5;

/**
 * Links of rows whose classes are known: each row is linked to the next one of its class, and to one of each other class,
 * so that all other links follow from these.
 * @param rows their numbers.
 * @param classes of those rows; below 0 is none.
 */
export function linksOfClasses(rows: ArrayLike<number>, classes: ArrayLike<number>): Required<PairLinks> {
  const members = new Map<number, number[]>();
  for (let i = 0; i < rows.length; i++) {
    const own = classes[i]!;
    if (!(own >= 0)) continue;
    const known = members.get(own);
    if (known) known.push(rows[i]!);
    else members.set(own, [rows[i]!]);
  }
  const all = [...members.values()];
  const must = all.flatMap((own) => own.slice(1).map((row, i): Pair => [own[i]!, row]));
  const cannot = all.flatMap((own, k) =>
    all.slice(k + 1).flatMap((other) => {
      const length = Math.max(own.length, other.length);
      return Array.from({ length }, (_, i): Pair => [own[i % own.length]!, other[i % other.length]!]);
    }),
  );
  return { must, cannot };
}

/**
 * Checks links of `count` rows. Pairs that come twice, or the other way round, are one.
 * @returns null where there are none.
 * @throws {ArgumentError} for what is no list of pairs.
 * @throws {DataError} for rows that are not there, and links that contradict each other, naming them.
 */
export function linkedRows(caller: string, links: PairLinks | undefined, count: number): LinkedRows | null {
  const must = checkPairs(caller, "must", links?.must, count);
  const cannot = checkPairs(caller, "cannot", links?.cannot, count);
  if (must.length + cannot.length === 0) return null;
  const rows = Uint32Array.from(new Set([...must, ...cannot].flat())).sort();
  const position = new Map(Array.from(rows, (row, i) => [row, i]));
  const placed = (pairs: readonly Pair[]) =>
    pairs.map(([a, b]): Pair => [position.get(a)!, position.get(b)!]);
  const groups = closure(rows.length, placed(must));
  const groupOf = new Int32Array(rows.length);
  for (const [number, group] of groups.entries()) for (const member of group) groupOf[member] = number;
  const contradictions = cannot.filter(([a, b]) => groupOf[position.get(a)!] === groupOf[position.get(b)!]);
  if (contradictions.length > 0) {
    const named = contradictions.slice(0, NAMED).map(([a, b]) => `rows ${a} and ${b}`);
    const more = contradictions.length > NAMED ? `, and ${contradictions.length - NAMED} more pairs` : "";
    throw new DataError(
      `${caller}: by must-links ${named.join(", ")}${more} share a cluster, and by cannot-links they do not: ` +
        "leave out the one link or the other",
    );
  }
  return { rows, must: placed(must), cannot: placed(cannot), groups };
}

/** The links as one list of whole numbers, which others do not have: for a fingerprint. */
export function numbersOf({ rows, must, cannot }: LinkedRows): number[] {
  return [rows.length, ...rows, must.length, ...must.flat(), ...cannot.flat()];
}

function checkPairs(caller: string, name: string, pairs: unknown, count: number): readonly Pair[] {
  if (pairs === undefined) return [];
  if (!Array.isArray(pairs)) {
    throw new ArgumentError(`${caller}: links.${name} is no list: give pairs of row numbers, [[0, 5], ...]`);
  }
  const distinct = new Map<number, Pair>();
  for (const [i, pair] of pairs.entries()) {
    if (!Array.isArray(pair) || pair.length !== 2 || !pair.every(Number.isInteger)) {
      throw new ArgumentError(
        `${caller}: links.${name}[${i}] is no pair of row numbers: give such as [0, 5]`,
      );
    }
    const [a, b] = pair as [number, number];
    const absent = pair.find((row: number) => row < 0 || row >= count);
    if (absent !== undefined) {
      throw new DataError(
        `${caller}: links.${name}[${i}] names row ${absent} of ${count}: rows are 0 to ${count - 1}`,
      );
    }
    if (a === b) {
      throw new DataError(`${caller}: links.${name}[${i}] links row ${a} with itself: give two rows`);
    }
    distinct.set(Math.min(a, b) * count + Math.max(a, b), [Math.min(a, b), Math.max(a, b)]);
  }
  return [...distinct.values()];
}

/** Groups of `count` positions that pairs join, also through others; each ascending, by their first member. */
function closure(count: number, pairs: readonly Pair[]): number[][] {
  const parent = Int32Array.from({ length: count }, (_, i) => i);
  const root = (member: number): number => {
    let at = member;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  for (const [a, b] of pairs) {
    const [one, other] = [root(a), root(b)];
    parent[Math.max(one, other)] = Math.min(one, other);
  }
  const groups = new Map<number, number[]>();
  for (let member = 0; member < count; member++) {
    const own = root(member);
    const known = groups.get(own);
    if (known) known.push(member);
    else groups.set(own, [member]);
  }
  return [...groups.values()];
}
