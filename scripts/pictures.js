// npm run data:pictures [-- SET ...] [--list] [--again]: makes folders of pictures whose classes are known, in .cache/pictures.
// npm run data:held-out, with the same options: others, to check what was chosen with those, in .cache/held-out.
// npm run data:sprites, with the same options: pictures whose objects are known, in .cache/segmentation.
import { parseArgs } from "node:util";
import { ensurePictureSets, heldOut, pictures, segmentation } from "./lib/picture_sets.js";
import { main } from "./lib/run.js";
import { buildTypeScript, installDependencies } from "./lib/setup.js";

await main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      list: { type: "boolean", default: false },
      again: { type: "boolean", default: false },
      "held-out": { type: "boolean", default: false },
      masks: { type: "boolean", default: false },
    },
  });
  const other = values["held-out"] ? heldOut : pictures;
  const collection = values.masks ? segmentation : other;
  await installDependencies();
  await buildTypeScript();
  if (values.list) {
    const { sets } = await collection.load();
    for (const { name, about } of sets) console.log(`${name.padEnd(16)} ${about}`);
    return;
  }
  await ensurePictureSets(collection, positionals, { again: values.again, log: console.error });
});
