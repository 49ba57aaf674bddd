// npm run data:pictures [-- SET ...] [--list] [--again]: makes folders of pictures whose classes are known, in .cache/pictures.
// npm run data:sprites, with the same options: pictures whose objects are known, in .cache/segmentation.
import { parseArgs } from "node:util";
import { ensurePictureSets, pictures, segmentation } from "./lib/picture_sets.js";
import { main } from "./lib/run.js";
import { buildTypeScript, installDependencies } from "./lib/setup.js";

await main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      list: { type: "boolean", default: false },
      again: { type: "boolean", default: false },
      masks: { type: "boolean", default: false },
    },
  });
  const collection = values.masks ? segmentation : pictures;
  await installDependencies();
  await buildTypeScript();
  if (values.list) {
    const { sets } = await collection.load();
    for (const { name, about } of sets) console.log(`${name.padEnd(16)} ${about}`);
    return;
  }
  await ensurePictureSets(collection, positionals, { again: values.again, log: console.error });
});
