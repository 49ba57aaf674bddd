// npm run experiment:segmentation: makes the pictures, fetches OpenCV, builds, runs the experiment.
import { join } from "node:path";
import { ensureOpenCv } from "./lib/peers.js";
import { ensurePictureSets, segmentation } from "./lib/picture_sets.js";
import { main, run, ScriptError } from "./lib/run.js";
import { setup } from "./lib/setup.js";

await main(async () => {
  await setup();
  await ensurePictureSets(segmentation, [], { log: console.error });
  try {
    await ensureOpenCv({ log: console.error });
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    console.error(`OpenCV is left out: ${error.message}`);
  }
  const experiment = join("dist", "experiments", "segmentation", "index.js");
  const { code } = await run(process.execPath, [experiment, ...process.argv.slice(2)]);
  return code;
});
