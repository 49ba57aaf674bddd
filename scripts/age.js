#!/usr/bin/env node
// Fetches Debian's age into .cache/age: test/io/age/debian.test.ts compares it with src/io/age.
import { ensureAge } from "./lib/age.js";
import { main } from "./lib/run.js";

await main(() => ensureAge({ log: console.log }));
