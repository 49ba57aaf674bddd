/** Work that all processes do, of which all learn where one fails. */
import { ParallelError } from "../errors.js";
import type { Collectives } from "./collectives.js";

/**
 * Runs `work` on each process. @throws {ParallelError} on all where it fails on some, naming the first of them; that one
 * throws its own error.
 */
export async function together<T>(ranks: Collectives, work: () => Promise<T>): Promise<T> {
  if (ranks.size === 1) return work();
  const [result] = await Promise.allSettled([work()]);
  const message = result.status === "rejected" ? String((result.reason as Error).message) : "";
  const all = await ranks.allGather(new TextEncoder().encode(message && `x${message}`));
  if (result.status === "rejected") throw result.reason;
  const failed = all.findIndex(({ length }) => length > 0);
  if (failed >= 0) throw new ParallelError(`rank ${failed}: ${new TextDecoder().decode(all[failed]!.slice(1))}`);
  return result.value;
}
