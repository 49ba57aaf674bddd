import type { Collectives } from "./collectives.js";

/** What each process gives, as JSON, by rank. */
export async function gatherJson<T>(ranks: Collectives, value: T): Promise<T[]> {
  const all = await ranks.allGather(new TextEncoder().encode(JSON.stringify(value)));
  return all.map((bytes) => JSON.parse(new TextDecoder().decode(bytes)) as T);
}
