import { describe, expect, it } from "vitest";
import { alone, checkShards, ownShards, shardBegins } from "../../src/parallel/index.js";
import { asRanks } from "./local_group.js";

const bytes = (...values: number[]) => Uint8Array.from(values);

describe("shards", () => {
  it("cut rows into parts that differ by one row at most", () => {
    expect([...shardBegins(500, 16)].slice(0, 6)).toEqual([0, 32, 64, 96, 128, 159]);
    expect(shardBegins(500, 16)[16]).toBe(500);
    expect([...shardBegins(3, 4)]).toEqual([0, 1, 2, 3, 3]);
    expect([...shardBegins(0, 2)]).toEqual([0, 0, 0]);
  });

  it("belong to processes in order", () => {
    expect(ownShards(16, { rank: 3, size: 4 })).toEqual({ begin: 12, end: 16 });
    expect(ownShards(16, alone)).toEqual({ begin: 0, end: 16 });
  });

  it("refuse a number of processes that does not divide them, and name those that do", () => {
    expect(() => ownShards(16, { rank: 0, size: 3 })).toThrow(
      /^3 processes cannot share 16 shards evenly: start 2 or 4/,
    );
    expect(() => ownShards(16, { rank: 0, size: 32 })).toThrow(/start 16 processes/);
    expect(() => checkShards("fit", 12)).toThrow("fit: shards is 12: give a power of two from 1 to 4096");
  });
});

describe.each([1, 2, 4])("collectives of %i ranks in one process", (size) => {
  it("bring every rank what the others gave", async () => {
    const all = await asRanks(size, async (ranks) => {
      const { rank } = ranks;
      await ranks.barrier();
      const gathered = await ranks.allGather(bytes(...Array(rank + 1).fill(rank)));
      const told = await ranks.broadcast(bytes(rank + 7), size - 1);
      const sent = await ranks.allToAll(Array.from({ length: size }, (_, to) => bytes(rank, to)));
      await ranks.close();
      return { gathered, told, sent };
    });
    for (const [rank, { gathered, told, sent }] of all.entries()) {
      expect(gathered.map(({ length }) => length)).toEqual(Array.from({ length: size }, (_, r) => r + 1));
      expect([...told]).toEqual([size + 6]);
      expect(sent.map((part) => [...part])).toEqual(Array.from({ length: size }, (_, from) => [from, rank]));
    }
  });
});
