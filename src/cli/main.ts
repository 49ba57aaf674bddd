#!/usr/bin/env node
import { CommanderError } from "commander";
import { describeError, EXIT, exitCodeOf, Interrupted } from "./exit_codes.js";
import { createProgram } from "./program.js";

try {
  await createProgram().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has said what is wrong, or shown the help that was asked for.
    process.exitCode = error.exitCode === 0 ? EXIT.success : EXIT.usage;
  } else {
    // Who pressed Ctrl-C was answered then.
    if (!(error instanceof Interrupted)) process.stderr.write(`${describeError(error)}\n`);
    process.exitCode = exitCodeOf(error);
  }
}
