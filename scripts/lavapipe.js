// Finds a WebGPU adapter or fetches one, and says which.
//
//   node scripts/lavapipe.js              what was found or fetched
//   eval "$(node scripts/lavapipe.js --env)"   the variables a process needs to see it
import { describeAdapter, ensureAdapter } from "./lib/lavapipe.js";
import { main } from "./lib/run.js";

await main(async () => {
  const found = await ensureAdapter({ log: console.error });
  console.error(describeAdapter(found));
  if (process.argv.includes("--env") && found.env.VK_DRIVER_FILES) {
    const quote = (text) => `'${text.replaceAll("'", `'\\''`)}'`;
    const assignments = Object.entries(found.env).map(([name, value]) => `${name}=${quote(value)}`);
    console.log(`export ${assignments.join(" ")}`);
  }
  return found.adapter ? 0 : 1;
});
