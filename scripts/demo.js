// npm run demo [-- options of `skein cluster`]: sets up, then clusters the 70,000 digits of MNIST.
import { main, run } from "./lib/run.js";
import { setup } from "./lib/setup.js";

await main(async () => {
  await setup();
  const command = ["dist/cli/main.js", "cluster", "mnist", "--clusters", "10", "--out", "runs/demo"];
  const { code } = await run(process.execPath, [...command, ...process.argv.slice(2)]);
  return code;
});
