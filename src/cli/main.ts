#!/usr/bin/env node
import { EXIT } from "./exit_codes.js";
import { say } from "./job.js";
import { guardStreams } from "./output.js";
import { run } from "./run.js";

guardStreams();
// What no command caught still ends with a sentence, and with the steps of src/io/exit_cleanup.ts.
process.on("uncaughtException", (error) => {
  say(error);
  process.exit(EXIT.failure);
});

await run();
