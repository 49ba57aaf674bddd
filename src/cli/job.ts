/** The processes of a command: one, or the ranks that mpirun or srun started. Rank 0 speaks for all. */
import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { ParallelError, SkeinError } from "../errors.js";
import {
  agree,
  alone,
  type Collectives,
  gatherJson,
  type SharedSignal,
  shareSignal,
} from "../parallel/index.js";
import { findLauncher, openCollectives } from "../parallel/node/index.js";
import { VERSION } from "./about.js";
import { describeError, EXIT, exitCodeOf, Interrupted, isInterruption } from "./exit_codes.js";

export interface Job {
  /** Those of `alone` until the command has joined the others. */
  ranks: Collectives;
}

const storage = new AsyncLocalStorage<Job>();

/** Has all that `action` does work as a part of the job. */
export function withJob<T>(job: Job, action: () => T): T {
  return storage.run(job, action);
}

/** What the command that this is a part of tells the other processes of its job. */
export function currentRanks(): Collectives {
  return storage.getStore()?.ranks ?? alone;
}

/** This process's number in its job, known before the ranks have met. */
export function launchedRank(): number {
  return findLauncher()?.rank ?? 0;
}

/**
 * Meets the other processes, before a command's action begins.
 * @throws {ParallelError} when there are some and the command knows nothing of them: each would do all of the work, and
 *   write over what the others did.
 */
export async function joinJob(job: Job, command: string, parallel: boolean): Promise<void> {
  const launcher = findLauncher();
  if (!launcher || launcher.size === 1) return;
  if (!parallel) {
    throw new ParallelError(
      `skein ${command} works in one process, and ${launcher.name} started ${launcher.size}: start it without ${launcher.name}`,
    );
  }
  job.ranks = await openCollectives();
  await agree(job.ranks, { version: VERSION });
}

/** Whether any rank was told to stop, asked by all of them at the same step; see `shareSignal`. */
export function sharedSignal(own: AbortSignal): SharedSignal {
  return shareSignal(currentRanks(), own, (_, message) => Interrupted.from(message));
}

/** Of a command that was stopped, also where another process alone was told to. */
export async function sharedExitCode({ reason }: AbortSignal): Promise<number> {
  const told = await gatherJson(currentRanks(), (reason as Interrupted | undefined)?.exitCode ?? null);
  return told.find((code) => code !== null)!;
}

/** Time for rank 0 to say what all of them would: the job ends when it has. */
const RANK_0_SPEAKS_MS = 3000;

/** Says what ended a command, and leaves the job: where that failed here alone, perhaps, the job ends. */
export async function leaveJob(job: Job, exitCode: number, error?: unknown): Promise<void> {
  const { ranks } = job;
  process.exitCode = exitCode;
  if (ranks.size === 1 && launchedRank() > 0 && exitCode !== EXIT.success) await delay(RANK_0_SPEAKS_MS);
  // Who pressed Ctrl-C was answered then; where the others do not leave as well, its exit code stays.
  if (isInterruption(error)) return await ranks.close().catch(() => ranks.abort(exitCode));
  if (error === undefined) {
    return await ranks.close().catch((failure: unknown) => leaveJob(job, exitCodeOf(failure), failure));
  }
  const parallel = error instanceof ParallelError;
  if (parallel && isDefect(error.cause) && error.rank === ranks.rank) say(error.cause);
  // What `together` throws all ranks have, and leave with.
  if (parallel && error.rank !== undefined && ranks.size > 1) {
    if (ranks.rank === 0) say(error);
    return await ranks.close().catch(() => ranks.abort(exitCode));
  }
  if (launchedRank() > 0) await delay(RANK_0_SPEAKS_MS);
  say(error);
  if (ranks.size > 1) ranks.abort(exitCode);
}

/** An error on stderr, with the rank whose it is; what all ranks have is said by one. */
export function say(error: unknown): void {
  const launcher = findLauncher();
  const named =
    launcher !== undefined && launcher.size > 1 && !(error instanceof ParallelError && launcher.rank === 0);
  process.stderr.write(`${named ? `rank ${launcher.rank}: ` : ""}${describeError(error)}\n`);
}

const isDefect = (error: unknown) => error instanceof Error && !(error instanceof SkeinError);
