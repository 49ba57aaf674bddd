// npm run demo [-- options of `skein cluster`]: sets up, then clusters the 70,000 digits of MNIST.
import { main, run } from "./lib/run.js";
import { setup } from "./lib/setup.js";

await main(async () => {
  await setup();
  // --force: the folder is the demo's own, and a second call replaces what the first one left.
  const command = [
    "dist/cli/main.js",
    "cluster",
    "mnist",
    "--clusters",
    "10",
    "--out",
    "runs/demo",
    "--force",
  ];
  const { code } = await run(process.execPath, [...command, ...process.argv.slice(2)]);
  return code;
});
