import { describe, expect, it } from "vitest";
import {
  alone,
  checkShards,
  gatherNumbers,
  ownRows,
  ownShards,
  shardBegins,
  treeTotal,
} from "../../src/parallel/index.js";
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

  it("say which rows a process has", () => {
    expect(ownRows(500, 16, { rank: 0, size: 4 })).toEqual({ begin: 0, end: 128 });
    expect(ownRows(500, 16, { rank: 3, size: 4 })).toEqual({ begin: 376, end: 500 });
    expect(ownRows(3, 4, { rank: 3, size: 4 })).toEqual({ begin: 3, end: 3 });
    expect(() => ownRows(-1, 4, alone)).toThrow("ownRows: count is -1: give a whole number from 0 up");
    expect(() => ownRows(9, 3, alone)).toThrow("ownRows: shards is 3: give a power of two from 1 to 4096");
  });

  it("add up pair by pair", () => {
    // One after the other the 1 would be lost.
    expect(treeTotal(Float64Array.of(2 ** 53, 1, 1, -(2 ** 53)))).toBe(2 ** 53 + (1 - 2 ** 53));
    expect(treeTotal(Float64Array.of(0.1, 0.2, 0.3, 0.4))).toBe(0.1 + 0.2 + (0.3 + 0.4));
    expect(treeTotal(Float64Array.of(7))).toBe(7);
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
      const numbers = await gatherNumbers(
        ranks,
        Float64Array.from({ length: rank }, () => rank),
      );
      expect([...numbers]).toEqual([1, 2, 2, 3, 3, 3].filter((one) => one < size));
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
