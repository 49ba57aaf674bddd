/** One command of the command line, from its arguments to its exit code. */
import "../platform/node.js";
import { CommanderError } from "commander";
import { type Keys, withKeys } from "../io/keys.js";
import { alone } from "../parallel/index.js";
import { EXIT, exitCodeOf } from "./exit_codes.js";
import { type Job, leaveJob, withJob } from "./job.js";
import { createProgram } from "./program.js";

/** Runs what `process.argv` asks for, and sets `process.exitCode`. */
export async function run(): Promise<void> {
  const job: Job = { ranks: alone };
  try {
    const keys: Keys = {};
    const program = await createProgram(keys, job);
    await withJob(job, () => withKeys(keys, () => program.parseAsync()));
    await leaveJob(job, Number(process.exitCode ?? EXIT.success));
  } catch (error) {
    // Commander has said what is wrong, or shown the help that was asked for.
    if (error instanceof CommanderError)
      await leaveJob(job, error.exitCode === 0 ? EXIT.success : EXIT.usage);
    else await leaveJob(job, exitCodeOf(error), error);
  }
}
