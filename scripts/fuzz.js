// npm run fuzz -- --calls 1000000 --seed 1 [--asan] [--device native|webgpu] [--only NAME,NAME]: calls public functions
// with hostile arguments (test/fuzz/ops.mjs), in a process for each core with seeds of its own. `--asan` runs them on
// an addon built with the address and undefined-behaviour sanitizers, whose first build takes minutes.
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { ensureAdapter } from "./lib/lavapipe.js";
import { main, run, ScriptError } from "./lib/run.js";
import { buildForSanitizers } from "./lib/sanitizers.js";
import { setup } from "./lib/setup.js";

await main(async () => {
  const { values } = parseArgs({
    options: {
      calls: { type: "string", default: "100000" },
      seed: { type: "string", default: "1" },
      device: { type: "string", default: "native" },
      only: { type: "string" },
      asan: { type: "boolean", default: false },
    },
  });
  const [calls, seed] = [Number(values.calls), Number(values.seed)];
  if (!(calls >= 1) || !(seed >= 0)) throw new ScriptError("fuzz: give --calls from 1 and --seed from 0 up");
  await setup();
  if (values.asan && values.device !== "native") {
    throw new ScriptError("fuzz: the sanitizers check the native device: leave --asan or --device out");
  }
  const env = values.asan
    ? await buildForSanitizers()
    : values.device === "native"
      ? {}
      : (await ensureAdapter({ log: console.error })).env;
  const processes = values.device === "native" ? availableParallelism() : 1;
  const results = await Promise.all(
    Array.from({ length: processes }, (_, i) => {
      const share = Math.floor(((i + 1) * calls) / processes) - Math.floor((i * calls) / processes);
      const options = ["--calls", share, "--seed", seed + i, "--device", values.device].map(String);
      if (values.only) options.push("--only", values.only);
      return run(process.execPath, ["test/fuzz/ops.mjs", ...options], {
        env: { SKEIN_THREADS: "1", ...env },
      });
    }),
  );
  const failed = results.filter(({ code }) => code !== 0).length;
  if (failed > 0) console.error(`fuzz: ${failed} of ${processes} processes failed, as told above`);
  return failed > 0 ? 1 : 0;
});
