/** Classes whose images fall apart into groups. */
import type { Neighbours } from "../../../clustering/neighbours/neighbours.js";
import { percent } from "../../../format.js";
import { registerCheck } from "../check.js";

/** Share of a class's images that its second group has at least. */
const SECOND = 0.2;
/** Images of the sample that a class has at least, for its groups to mean something. */
const FEWEST = 40;

registerCheck({
  name: "merged",
  about: "whether a class holds two groups of images with nothing in common",
  async look(study) {
    const [best] = await study.supports();
    const near = best && (await study.neighbours(best.feature));
    if (!near) return [];
    const { assignments, clusters, idOf } = study.watched;
    const found = [];
    for (const [k, second] of secondGroups(assignments, clusters, near).entries()) {
      if (second < SECOND) continue;
      const message =
        `class ${idOf(k)} holds two groups that have no neighbours in common, the smaller ${percent(second, 0)} of it: ` +
        "look at it, or ask for more classes";
      found.push({ severity: "doubtful" as const, classes: [k], message });
    }
    return found;
  },
});

/** Each class's second largest group of images that are joined by neighbours, as a share of the class; 0 of small classes. */
function secondGroups(assignments: Int32Array, clusters: number, near: Neighbours): number[] {
  const { rows, neighbours, indices } = near;
  const joined = Array.from({ length: rows }, () => [] as number[]);
  for (const [i, other] of indices.entries()) {
    const row = Math.floor(i / neighbours);
    if (assignments[row] !== assignments[other]) continue;
    joined[row]!.push(other);
    joined[other]!.push(row);
  }
  const seen = new Uint8Array(rows);
  const sizes = Array.from({ length: clusters }, () => [] as number[]);
  for (const [start, own] of assignments.entries()) {
    if (own < 0 || seen[start]) continue;
    const open = [start];
    seen[start] = 1;
    let size = 0;
    for (let row = open.pop(); row !== undefined; row = open.pop()) {
      size++;
      for (const other of joined[row]!) {
        if (seen[other]) continue;
        seen[other] = 1;
        open.push(other);
      }
    }
    sizes[own]!.push(size);
  }
  return sizes.map((groups) => {
    const total = groups.reduce((sum, size) => sum + size, 0);
    groups.sort((a, b) => b - a);
    return total < FEWEST ? 0 : (groups[1] ?? 0) / total;
  });
}
