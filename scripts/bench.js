// npm run bench [-- options of `skein bench`]: sets up, measures every device, writes bench/results.
import { describeAdapter, ensureAdapter } from "./lib/lavapipe.js";
import { main, run } from "./lib/run.js";
import { setup } from "./lib/setup.js";

await main(async () => {
  await setup();
  // Where no GPU answers, software Vulkan shows the shaders at work; the report says which it was.
  const adapter = await ensureAdapter({ log: console.error });
  console.error(describeAdapter(adapter));
  const command = ["dist/cli/main.js", "bench", "--results", "bench/results"];
  const { code } = await run(process.execPath, [...command, ...process.argv.slice(2)], { env: adapter.env });
  return code;
});
