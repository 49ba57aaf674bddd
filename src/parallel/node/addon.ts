/** The C++ addon for MPI: where it is looked for, and what fixes that it is not there. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { ParallelError } from "../../errors.js";

/** What MPI's thread does. Bytes that are handed over must stay as they are until the promise is settled. */
export interface MpiAddon {
  /** Once in a process. Messages go in parts of `longestPart` bytes, 2^31 - 1 at most. */
  open(
    longestPart: number,
  ): Promise<{ readonly rank: number; readonly size: number; readonly library: string }>;
  /** `kind` is an index of KINDS. */
  call(kind: number, root: number, parts: readonly Uint8Array[]): Promise<Uint8Array[]>;
  /** As allGather, into `all`, which the bytes of the ranks fill. */
  gatherInto(bytes: Uint8Array, all: Uint8Array): Promise<unknown>;
  /** The sums over ranks, in place, in the order of a tree. */
  reduce(values: Float32Array): Promise<unknown>;
  /** MPI's own sum, in place; `blocking` lets MPI wait in its own way. For comparison. */
  sum(values: Float32Array, blocking: boolean): Promise<unknown>;
  close(): Promise<unknown>;
  /** What the job ends with where the process ends without `close`. */
  exiting(exitCode: number): void;
}

const require = createRequire(import.meta.url);
const BUILT = fileURLToPath(new URL("../../../build/Release/skein_mpi.node", import.meta.url));

const BUILD =
  'install MPI with its headers (Debian, Ubuntu: apt install libopenmpi-dev), then build skein from its source with "npm run build"';

/**
 * The file that `SKEIN_MPI_ADDON` names, else what was built here: MPI libraries of two clusters rarely fit one addon, so
 * that none is published.
 * @throws {ParallelError} when there is none, or it cannot be loaded.
 */
export function loadMpiAddon(launcher: string): MpiAddon {
  const path = process.env.SKEIN_MPI_ADDON || BUILT;
  if (!existsSync(path)) {
    throw new ParallelError(
      `${launcher} started this process, but the addon for MPI is missing (${path}): ${BUILD}, or start one process ` +
        "without it",
    );
  }
  try {
    return require(path) as MpiAddon;
  } catch (cause) {
    const reason = (cause as Error).message.split("\n")[0]!;
    throw new ParallelError(`the addon for MPI cannot be loaded (${reason}): ${BUILD}`, { cause });
  }
}
