/** PCKMeans in float64, as plainly as possible: all clusters of the linked rows are tried in each iteration. */
import type { Pair } from "../../src/estimators/links.js";

export interface Pckmeans64 {
  readonly labels: readonly number[];
  readonly inertia: number;
}

/** From given centres [K, D]; ends when they no longer move. */
export function pckmeans64(
  x: ArrayLike<number>,
  cols: number,
  start: readonly number[],
  { must, cannot, penalty }: { must: readonly Pair[]; cannot: readonly Pair[]; penalty: number },
): Pckmeans64 {
  const clusters = start.length / cols;
  const rows = x.length / cols;
  const linked = [...new Set([...must, ...cannot].flat())].sort((a, b) => a - b);
  let centers = [...start];
  for (;;) {
    const distance = (row: number, k: number) => {
      let sum = 0;
      for (let c = 0; c < cols; c++) sum += (x[row * cols + c]! - centers[k * cols + c]!) ** 2;
      return sum;
    };
    const labels = Array.from({ length: rows }, (_, row) => {
      const all = Array.from({ length: clusters }, (_, k) => distance(row, k));
      return all.indexOf(Math.min(...all));
    });
    let least = Number.POSITIVE_INFINITY;
    let best = labels;
    for (let code = 0; code < clusters ** linked.length; code++) {
      const tried = [...labels];
      linked.forEach((row, i) => {
        tried[row] = Math.floor(code / clusters ** i) % clusters;
      });
      const unkept =
        must.filter(([a, b]) => tried[a] !== tried[b]).length +
        cannot.filter(([a, b]) => tried[a] === tried[b]).length;
      const near = linked.reduce((sum, row) => sum + distance(row, tried[row]!), 0);
      const cost = near + (unkept === 0 ? 0 : unkept * penalty);
      if (cost < least) [least, best] = [cost, tried];
    }
    const next = centers.map((value, i) => {
      const own = best.flatMap((label, row) => (label === Math.floor(i / cols) ? [row] : []));
      if (own.length === 0) return value;
      return own.reduce((sum, row) => sum + x[row * cols + (i % cols)]!, 0) / own.length;
    });
    if (next.every((value, i) => value === centers[i])) {
      return { labels: best, inertia: best.reduce((sum, label, row) => sum + distance(row, label), 0) };
    }
    centers = next;
  }
}
