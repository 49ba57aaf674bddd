/**
 * The labelings behind the golden values, by formulas that Python and JavaScript both evaluate in
 * integers. In Python:
 *
 *     truth = [(i * i * 3 + i) // 7 % 5 for i in range(60)]
 *     def clusters(k):
 *         return [(t * 2 + 1) % k if i % 4 else (i * i // 3) % k for i, t in enumerate(truth)]
 */
export const truth = Array.from({ length: 60 }, (_, i) => Math.floor((i * i * 3 + i) / 7) % 5);

/** A quarter of the samples in an arbitrary cluster of `k`, the others in one that depends on their class. */
export function clusters(k: number): number[] {
  return truth.map((t, i) => (i % 4 ? (t * 2 + 1) % k : Math.floor((i * i) / 3) % k));
}
