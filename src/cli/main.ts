#!/usr/bin/env node
import "../platform/node.js";
import { CommanderError } from "commander";
import { type Keys, withKeys } from "../io/keys.js";
import { describeError, EXIT, exitCodeOf, Interrupted } from "./exit_codes.js";
import { guardStreams } from "./output.js";
import { createProgram } from "./program.js";

guardStreams();
// What no command caught still ends with a sentence, and with the steps of src/io/exit_cleanup.ts.
process.on("uncaughtException", (error) => {
  process.stderr.write(`${describeError(error)}\n`);
  process.exit(EXIT.failure);
});

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
