#!/usr/bin/env node
import "../platform/node.js";
import { CommanderError } from "commander";
import { type Keys, withKeys } from "../io/keys.js";
import { alone } from "../parallel/index.js";
import { EXIT, exitCodeOf } from "./exit_codes.js";
import { type Job, leaveJob, say, withJob } from "./job.js";
import { guardStreams } from "./output.js";
import { createProgram } from "./program.js";

guardStreams();
// What no command caught still ends with a sentence, and with the steps of src/io/exit_cleanup.ts.
process.on("uncaughtException", (error) => {
  say(error);
  process.exit(EXIT.failure);
});

const job: Job = { ranks: alone };
try {
  const keys: Keys = {};
  const program = await createProgram(keys, job);
  await withJob(job, () => withKeys(keys, () => program.parseAsync()));
  await leaveJob(job, Number(process.exitCode ?? EXIT.success));
} catch (error) {
  // Commander has said what is wrong, or shown the help that was asked for.
  if (error instanceof CommanderError) await leaveJob(job, error.exitCode === 0 ? EXIT.success : EXIT.usage);
  else await leaveJob(job, exitCodeOf(error), error);
}
