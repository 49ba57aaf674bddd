/** Sparse symmetric matrices of neighbours. */

/** A square matrix by rows: row i holds `values[e]` in column `columns[e]`, e from `starts[i]` to `starts[i + 1] - 1`. */
export interface SparseMatrix {
  readonly rows: number;
  /** [N + 1]. */
  readonly starts: Uint32Array;
  /** Ascending in each row. */
  readonly columns: Uint32Array;
  readonly values: Float64Array;
}

/**
 * The symmetric matrix of combine(a_ij, a_ji), of a matrix with `degree` elements in each row: row i holds
 * `values[i degree + n]` in column `columns[i degree + n]`. Elements of the diagonal are left out.
 */
export function symmetrized(
  columns: Int32Array,
  values: ArrayLike<number>,
  degree: number,
  combine: (there: number, back: number) => number,
): SparseMatrix {
  const rows = columns.length / degree;
  const elements = columns.length;
  // Every element once in its own row and once, as what comes back, in the other one.
  const [own, other] = [new Uint32Array(2 * elements), new Uint32Array(2 * elements)];
  for (let e = 0; e < elements; e++) {
    own[e] = other[elements + e] = Math.floor(e / degree);
    other[e] = own[elements + e] = columns[e]!;
  }
  const order = sortedBy(own, sortedBy(other, null, rows), rows);
  const starts = new Uint32Array(rows + 1);
  const kept = new Uint32Array(2 * elements);
  const combined = new Float64Array(2 * elements);
  let count = 0;
  for (let n = 0; n < order.length; ) {
    const [i, j] = [own[order[n]!]!, other[order[n]!]!];
    let [there, back] = [0, 0];
    for (; n < order.length && own[order[n]!] === i && other[order[n]!] === j; n++) {
      const e = order[n]!;
      if (e < elements) there += values[e]!;
      else back += values[e - elements]!;
    }
    if (j === i) continue;
    kept[count] = j;
    combined[count++] = combine(there, back);
    starts[i + 1] = count;
  }
  // Rows without elements begin and end where the row before ends.
  for (let i = 0; i < rows; i++) starts[i + 1] = Math.max(starts[i]!, starts[i + 1]!);
  return { rows, starts, columns: kept.slice(0, count), values: combined.slice(0, count) };
}

/** The places of keys below `end`, ascending by key, those of one key in the given order (null: as they are). */
function sortedBy(keys: Uint32Array, given: Uint32Array | null, end: number): Uint32Array {
  const place = new Uint32Array(end + 1);
  for (const key of keys) place[key + 1]!++;
  for (let key = 0; key < end; key++) place[key + 1]! += place[key]!;
  const sorted = new Uint32Array(keys.length);
  for (let n = 0; n < keys.length; n++) {
    const at = given ? given[n]! : n;
    sorted[place[keys[at]!]!++] = at;
  }
  return sorted;
}

/** The connected component of each row, numbered in the order of the rows, and how many there are. */
export function connectedComponents({ rows, starts, columns }: SparseMatrix): {
  readonly component: Int32Array;
  readonly count: number;
} {
  const component = new Int32Array(rows).fill(-1);
  const pending = new Int32Array(rows);
  let count = 0;
  for (let seed = 0; seed < rows; seed++) {
    if (component[seed]! >= 0) continue;
    component[seed] = count;
    pending[0] = seed;
    for (let length = 1; length > 0; ) {
      const i = pending[--length]!;
      for (let e = starts[i]!; e < starts[i + 1]!; e++) {
        const j = columns[e]!;
        if (component[j]! >= 0) continue;
        component[j] = count;
        pending[length++] = j;
      }
    }
    count++;
  }
  return { component, count };
}
