/**
 * What processes that work on one task tell each other. All of them make the same calls in the same order; each call
 * resolves when this process may go on. Bytes that a call returns are the caller's. Where processes make different calls, all of
 * them fail; where one has no memory, it fails alone, and the others wait: it calls `abort`, or ends.
 */
export interface Collectives {
  /** This process's number, from 0 to `size` - 1. */
  readonly rank: number;
  /** Processes of the job, 1 or more. */
  readonly size: number;
  /** Name of the machine that this process runs on. */
  readonly host: string;
  /** Resolves when all processes called it. */
  barrier(): Promise<void>;
  /** The bytes of process `root` (default 0), on all of them; what the others give is not looked at. */
  broadcast(bytes: Uint8Array, root?: number): Promise<Uint8Array>;
  /** Every process's bytes, by rank; they need not be of one length. */
  allGather(bytes: Uint8Array): Promise<Uint8Array[]>;
  /** The same, into memory that the bytes of all together fill, one behind the other: a call at each step takes no new memory. */
  allGatherInto(bytes: Uint8Array, all: Uint8Array): Promise<void>;
  /**
   * Adds the values of all processes up, element by element, in place, by a binary tree over ranks: ((0 + 1) + (2 + 3)) + ...;
   * where their number is no power of two, the last one of a level that has no partner goes up as it is. The order is this, and
   * so the bits are the same on all processes, whatever library or network there is. All bring as many values.
   */
  allReduce(values: Float32Array): Promise<void>;
  /** Sends `parts[r]` to process r; resolves with what each process sent here, by rank. Lengths may differ. */
  allToAll(parts: readonly Uint8Array[]): Promise<Uint8Array[]>;
  /** Ends the whole job at once, with this exit code, where the other processes cannot be told otherwise. */
  abort(exitCode: number): never;
  /** Ends this process's part; all processes call it, and nothing else after it. */
  close(): Promise<void>;
}

/** The collectives of a process that works by itself. */
export const alone: Collectives = {
  rank: 0,
  size: 1,
  host: "localhost",
  barrier: async () => {},
  broadcast: async (bytes) => bytes.slice(),
  allGather: async (bytes) => [bytes.slice()],
  allGatherInto: async (bytes, all) => all.set(bytes),
  allReduce: async () => {},
  allToAll: async ([part]) => [part!.slice()],
  abort(exitCode) {
    throw new Error(`the job ends with exit code ${exitCode}`);
  },
  close: async () => {},
};
