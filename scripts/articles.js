// npm run experiment:articles [-- a b c d] [--quick]: fetches the pictures, builds, runs the articles' experiments.
import { join } from "node:path";
import { ensurePictures } from "./lib/pictures.js";
import { main, run } from "./lib/run.js";
import { setup } from "./lib/setup.js";

await main(async () => {
  await setup();
  await ensurePictures({ log: console.error });
  const { code } = await run(process.execPath, [
    join("dist", "experiments", "articles", "index.js"),
    ...process.argv.slice(2),
  ]);
  return code;
});
