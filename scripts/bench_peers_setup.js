// npm run bench:peers:setup: installs what `skein bench --peers` compares with; nothing outside the project changes.
import { ensurePeers } from "./lib/peers.js";
import { main, run, ScriptError } from "./lib/run.js";

const npm = ["install", "--prefix", "bench/peers", "--ignore-scripts", "--no-audit", "--no-fund"];

await main(async () => {
  const { code } = await run("npm", npm);
  if (code !== 0) throw new ScriptError("npm install failed in bench/peers (see above)");
  try {
    await ensurePeers({ log: console.error });
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    console.error(`Debian 13's Python libraries are left out: ${error.message}.`);
    console.error(
      "The Python peers start with SKEIN_PYTHON or python3 instead, where these have the libraries.",
    );
  }
});
