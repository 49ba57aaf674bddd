// npm run experiment:choose: fetches the pictures, builds, runs the experiment.
import { join } from "node:path";
import { ensurePictures } from "./lib/pictures.js";
import { main, run } from "./lib/run.js";
import { setup } from "./lib/setup.js";

await main(async () => {
  await setup();
  await ensurePictures({ log: console.error });
  const experiment = join("dist", "experiments", "choose.js");
  const { code } = await run(process.execPath, [experiment, ...process.argv.slice(2)]);
  return code;
});
