// npm run data:pictures [-- SET ...] [--list] [--again]: makes folders of pictures whose classes are known, in .cache/pictures.
import { parseArgs } from "node:util";
import { ensurePictureSets } from "./lib/picture_sets.js";
import { main } from "./lib/run.js";
import { buildTypeScript, installDependencies } from "./lib/setup.js";

await main(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { list: { type: "boolean", default: false }, again: { type: "boolean", default: false } },
  });
  await installDependencies();
  await buildTypeScript();
  if (values.list) {
    const { sets } = await import("./lib/picture_sets/index.js");
    for (const { name, about } of sets) console.log(`${name.padEnd(16)} ${about}`);
    return;
  }
  await ensurePictureSets(positionals, { again: values.again, log: console.error });
});
