/** Several processes' collectives within one, for tests: each rank is a promise. */
import type { Collectives } from "../../src/parallel/index.js";

/** What all ranks have brought to a call, by rank. */
type Met = readonly (readonly Uint8Array[])[];

class Meeting {
  readonly #size: number;
  readonly #brought: (readonly Uint8Array[])[] = [];
  #here = 0;
  readonly all: Promise<Met>;
  #open!: (met: Met) => void;

  constructor(size: number) {
    this.#size = size;
    this.all = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  bring(rank: number, parts: readonly Uint8Array[]): Promise<Met> {
    this.#brought[rank] = parts.map((part) => part.slice());
    if (++this.#here === this.#size) this.#open(this.#brought);
    return this.all;
  }
}

/** Adds arrays of one length up by a binary tree, into the first of them. */
export function treeSum(terms: readonly Float32Array[]): Float32Array {
  for (let step = 1; step < terms.length; step *= 2) {
    for (let i = 0; i + step < terms.length; i += 2 * step) {
      const [sum, term] = [terms[i]!, terms[i + step]!];
      for (let at = 0; at < sum.length; at++) sum[at] = sum[at]! + term[at]!;
    }
  }
  return terms[0]!;
}

/** The collectives of `size` ranks that meet in this process. */
export function localGroup(size: number): Collectives[] {
  const meetings: Meeting[] = [];
  return Array.from({ length: size }, (_, rank) => {
    let calls = 0;
    const meet = (parts: readonly Uint8Array[] = []) => {
      const call = calls++;
      meetings[call] ??= new Meeting(size);
      return meetings[call].bring(rank, parts);
    };
    return {
      rank,
      size,
      host: "localhost",
      barrier: async () => void (await meet()),
      broadcast: async (bytes, root = 0) => (await meet([bytes]))[root]![0]!.slice(),
      allGather: async (bytes) => (await meet([bytes])).map(([part]) => part!.slice()),
      allGatherInto: async (bytes, all) => {
        let at = 0;
        for (const [part] of await meet([bytes])) {
          all.set(part!, at);
          at += part!.length;
        }
      },
      allReduce: async (values) => {
        const own = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
        values.set(treeSum((await meet([own])).map(([part]) => new Float32Array(part!.slice().buffer))));
      },
      allToAll: async (parts) => (await meet(parts)).map((sent) => sent[rank]!.slice()),
      abort(exitCode): never {
        throw new Error(`rank ${rank} ends the job with exit code ${exitCode}`);
      },
      close: async () => void (await meet()),
    };
  });
}

/** Runs `work` as each of `size` ranks, all at once; resolves with what each returned. */
export function asRanks<T>(size: number, work: (ranks: Collectives) => Promise<T>): Promise<T[]> {
  return Promise.all(localGroup(size).map(work));
}
