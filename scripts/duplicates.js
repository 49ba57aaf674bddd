// npm run experiment:duplicates: makes the pictures, builds, runs the experiment.
import { join } from "node:path";
import { duplicates, ensurePictureSets } from "./lib/picture_sets.js";
import { main, run } from "./lib/run.js";
import { setup } from "./lib/setup.js";

await main(async () => {
  await setup();
  await ensurePictureSets(duplicates, [], { log: console.error });
  const experiment = join("dist", "experiments", "duplicates.js");
  const { code } = await run(process.execPath, [experiment, ...process.argv.slice(2)]);
  return code;
});
