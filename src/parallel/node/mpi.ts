/** Collectives by MPI: a thread of its own makes all calls, and Node's never waits. */
import { hostname } from "node:os";
import { ArgumentError, ParallelError } from "../../errors.js";
import { alone, type Collectives } from "../collectives.js";
import { loadMpiAddon, type MpiAddon } from "./addon.js";
import { claimRank, findLauncher } from "./launcher.js";

/** In the order of `Kind` in native/mpi/exchange.h. */
const KINDS = { barrier: 0, broadcast: 1, allGather: 2, allToAll: 3 } as const;

/** MPI counts bytes in an int. */
const LONGEST_PART = 2 ** 30;

let opened: Promise<Collectives> | undefined;

/**
 * What this process tells the others of its job: by MPI where mpirun, mpiexec or srun started several, else `alone`, without
 * MPI. All processes of a job call it; `close` ends it. The same promise comes from every call within a process.
 *
 * A process that ends without `close`, by `process.exit` or an error that nobody caught, ends the whole job with its
 * exit code (1 where that was 0).
 * @throws {ParallelError} when a launcher started several processes and MPI cannot be had: no addon, or one for another MPI.
 */
export function openCollectives(): Promise<Collectives> {
  opened ??= open();
  return opened;
}

async function open(): Promise<Collectives> {
  const launcher = findLauncher();
  if (!launcher || launcher.size === 1) return alone;
  const addon = loadMpiAddon(launcher.name);
  claimRank();
  const { rank, size, library } = await typed(addon.open(LONGEST_PART));
  if (size !== launcher.size) {
    await addon.close();
    // Each process is a job of one to an MPI that does not know its launcher.
    throw new ParallelError(
      `${launcher.name} started ${launcher.size} processes, but MPI counts ${size}: the addon is built for ` +
        `${library.split("\n")[0]}; start the job with that MPI's own mpirun, or build skein again with ` +
        `${launcher.name}'s MPI first on the PATH`,
    );
  }
  const collectives = new MpiCollectives(addon, rank, size);
  process.on("exit", (code) => {
    if (code === 0 && !collectives.closed) {
      process.stderr.write(
        `rank ${rank} ended without close(), and the job ends with it: all ranks are to call close()\n`,
      );
    }
    addon.exiting(code || 1);
  });
  return collectives;
}

class MpiCollectives implements Collectives {
  readonly host = hostname();
  readonly #addon: MpiAddon;
  closed = false;

  constructor(
    addon: MpiAddon,
    readonly rank: number,
    readonly size: number,
  ) {
    this.#addon = addon;
  }

  async barrier(): Promise<void> {
    await this.#call("barrier", []);
  }

  async broadcast(bytes: Uint8Array, root = 0): Promise<Uint8Array> {
    if (!(Number.isInteger(root) && root >= 0 && root < this.size)) {
      throw new ArgumentError(`broadcast: root is ${root}: give a rank from 0 to ${this.size - 1}`);
    }
    const [told] = await this.#call("broadcast", [bytes], root);
    return told!;
  }

  allGather(bytes: Uint8Array): Promise<Uint8Array[]> {
    return this.#call("allGather", [bytes]);
  }

  async allGatherInto(bytes: Uint8Array, all: Uint8Array): Promise<void> {
    this.#check("allGatherInto");
    await typed(this.#addon.gatherInto(bytes, all));
  }

  async allReduce(values: Float32Array): Promise<void> {
    this.#check("allReduce");
    await typed(this.#addon.reduce(values));
  }

  async allToAll(parts: readonly Uint8Array[]): Promise<Uint8Array[]> {
    if (parts.length !== this.size) {
      throw new ArgumentError(`allToAll: ${parts.length} parts for ${this.size} ranks: give one for each`);
    }
    return this.#call("allToAll", parts);
  }

  abort(exitCode: number): never {
    // What is registered for the end of the process still gets its turn; the addon's own comes last, and ends the job.
    process.exit(exitCode || 1);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await typed(this.#addon.close());
  }

  #check(call: string): void {
    if (this.closed) throw new ParallelError(`${call}: these collectives are closed`);
  }

  async #call(kind: keyof typeof KINDS, parts: readonly Uint8Array[], root = 0): Promise<Uint8Array[]> {
    this.#check(kind);
    return typed(this.#addon.call(KINDS[kind], root, parts));
  }
}

/** What the addon settles, with its errors as ours. */
async function typed<T>(settled: Promise<T>): Promise<T> {
  try {
    return await settled;
  } catch (cause) {
    throw new ParallelError((cause as Error).message, { cause });
  }
}
