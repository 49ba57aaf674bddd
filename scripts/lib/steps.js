import { runTool, ScriptError } from "./run.js";

/** Runs a step, prints its time, and returns whether it succeeded. */
export async function step(name, body) {
  const start = performance.now();
  let failure;
  try {
    await body();
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    failure = error.message;
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(failure ? `${failure}\n✗ ${name} failed (${seconds} s)` : `✓ ${name} (${seconds} s)`);
  return !failure;
}

/** Runs a command of an npm package; the step fails with `remedy` where that fails. */
export async function tool(file, args, remedy, env) {
  const { code } = await runTool(file, args, { env });
  if (code !== 0) throw new ScriptError(remedy);
}
