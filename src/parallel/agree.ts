/** Whether processes that are to do one task were given the same one. */
import { excerpt, ParallelError } from "../errors.js";
import type { Collectives } from "./collectives.js";
import { gatherJson } from "./json.js";

/** What fixes a difference; of anything else, all ranks are to be given the same. */
const REMEDIES: Readonly<Record<string, string>> = {
  version: "install one version everywhere",
};

/**
 * Compares what the processes were given, such as `{ version, seed: "3", configuration: digest }`. All call it, before
 * their work begins.
 * @throws {ParallelError} on all of them, naming the field, its values and the ranks where they differ: of the first
 *   field in which they do.
 */
export async function agree(ranks: Collectives, what: Readonly<Record<string, string>>): Promise<void> {
  if (ranks.size === 1) return;
  const all = await gatherJson(ranks, what);
  const fields = new Set(all.flatMap((given) => Object.keys(given)));
  for (const field of fields) {
    const byValue = new Map<string | undefined, number[]>();
    for (const [rank, given] of all.entries()) {
      const same = byValue.get(given[field]);
      if (same) same.push(rank);
      else byValue.set(given[field], [rank]);
    }
    if (byValue.size === 1) continue;
    throw new ParallelError(
      `the ranks of the job differ in their ${field}: ${describe(byValue)}: ` +
        `${REMEDIES[field] ?? `give all ranks the same ${field}`}`,
    );
  }
}

/** "ranks 1 and 3 have 0.4.0, the others 0.3.0": those that most ranks share come last. */
function describe(byValue: ReadonlyMap<string | undefined, readonly number[]>): string {
  const groups = [...byValue].sort(([, a], [, b]) => a.length - b.length || b[0]! - a[0]!);
  return groups
    .map(([value, ranks], i) => {
      const last = i === groups.length - 1 && ranks.length > 1;
      const who = last ? "the others" : nameRanks(ranks);
      const verb = i > 0 ? "" : ranks.length > 1 ? "have " : "has ";
      return `${who} ${verb}${value === undefined ? "none" : excerpt(value)}`;
    })
    .join(", ");
}

/** "rank 3", "ranks 1, 2 and 5", or how many there are where they are many. */
export function nameRanks(ranks: readonly number[]): string {
  if (ranks.length === 1) return `rank ${ranks[0]}`;
  const [named, last] = [ranks.slice(0, -1), ranks.at(-1)];
  if (ranks.length <= 8) return `ranks ${named.join(", ")} and ${last}`;
  return `ranks ${ranks.slice(0, 7).join(", ")} and ${ranks.length - 7} more`;
}
