/** One run of the command line, as `process.argv` gives it. */
import "../platform/node.js";
import { CommanderError } from "commander";
import { type Keys, withKeys } from "../io/keys.js";
import { describeError, EXIT, exitCodeOf, Interrupted } from "./exit_codes.js";
import { createProgram } from "./program.js";

/** Resolves when the command has ended, with its exit code in `process.exitCode`; an error was told on stderr. */
export async function run(): Promise<void> {
  try {
    const keys: Keys = {};
    const program = await createProgram(keys);
    await withKeys(keys, () => program.parseAsync());
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has said what is wrong, or shown the help that was asked for.
      process.exitCode = error.exitCode === 0 ? process.exitCode : EXIT.usage;
    } else {
      // Who pressed Ctrl-C was answered then.
      if (!(error instanceof Interrupted)) process.stderr.write(`${describeError(error)}\n`);
      process.exitCode = exitCodeOf(error);
    }
  }
}
