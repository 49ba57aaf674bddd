// npm run fuzz:files -- --files 100000 --seed 1: reads mutated safetensors, models and sealed files (test/fuzz/files.mjs), in a
// process for each core with seeds of its own.
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { main, run, ScriptError } from "./lib/run.js";
import { setup } from "./lib/setup.js";

await main(async () => {
  const { values } = parseArgs({
    options: { files: { type: "string", default: "100000" }, seed: { type: "string", default: "1" } },
  });
  const [files, seed] = [Number(values.files), Number(values.seed)];
  if (!(files >= 1) || !(seed >= 0)) throw new ScriptError("fuzz: give --files from 1 and --seed from 0 up");
  await setup();
  const processes = availableParallelism();
  const results = await Promise.all(
    Array.from({ length: processes }, (_, i) => {
      const share = Math.floor(((i + 1) * files) / processes) - Math.floor((i * files) / processes);
      const options = ["--files", share, "--seed", seed + i].map(String);
      return run(process.execPath, ["--expose-gc", "test/fuzz/files.mjs", ...options]);
    }),
  );
  const failed = results.filter(({ code }) => code !== 0).length;
  if (failed > 0) console.error(`fuzz: ${failed} of ${processes} processes failed, as told above`);
  return failed > 0 ? 1 : 0;
});
