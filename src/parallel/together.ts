/** Work of several processes that fails on all of them where it fails on one. */
import * as errors from "../errors.js";
import { ParallelError } from "../errors.js";
import type { Collectives } from "./collectives.js";
import { gatherJson } from "./json.js";

/** An error as other processes get it. */
interface Told {
  readonly name: string;
  readonly message: string;
  /** What the system called it, such as ENOSPC. */
  readonly code?: string;
  /** What it ends a program with, such as an interruption. */
  readonly exitCode?: number;
}

/**
 * Runs work that each process does by itself, such as reading its part of the data, and waits for all of them. The work
 * makes no call that others have to join: where it failed before, they would wait for it.
 * @returns what the work returned here.
 * @throws {ParallelError} on all processes where it failed on some: it names the first of them and the message (the message
 *   alone where it is that of all), and its `cause` is an error of the same class. What fails without other processes is thrown as it is.
 */
export async function together<T>(ranks: Collectives, work: () => T | Promise<T>): Promise<T> {
  if (ranks.size === 1) return work();
  let result: T | undefined;
  let own: unknown;
  let told: Told | null = null;
  try {
    result = await work();
  } catch (error) {
    own = error;
    told = tell(error);
  }
  const all = await gatherJson(ranks, told);
  const rank = all.findIndex((failure) => failure !== null);
  if (rank === -1) return result as T;
  const { message } = all[rank]!;
  const failed = all.filter((failure) => failure !== null).length;
  const more = failed > 1 ? ` (so do ${failed - 1} more)` : "";
  const alike = all.every((failure) => failure?.message === message);
  const cause = rank === ranks.rank ? own : hear(all[rank]!);
  throw new ParallelError(alike ? message : `rank ${rank} failed${more}: ${message}`, { rank, cause });
}

function tell(error: unknown): Told {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  const { code } = (error.cause ?? error) as { code?: unknown };
  const { exitCode } = error as { exitCode?: unknown };
  return {
    name: error.name,
    message: error.message,
    ...(typeof code === "string" && { code }),
    ...(typeof exitCode === "number" && { exitCode }),
  };
}

/** An error of another process, of the class that it has here. */
function hear({ name, message, code, exitCode }: Told): Error {
  const options = code === undefined ? {} : { cause: Object.assign(new Error(message), { code }) };
  const known = (errors as Record<string, unknown>)[name];
  const isSkein = typeof known === "function" && known.prototype instanceof errors.SkeinError;
  if (!isSkein) return Object.assign(new Error(message, options), { code, exitCode });
  return new (known as new (message: string, options: ErrorOptions) => Error)(message, options);
}
