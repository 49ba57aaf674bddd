// npm run bench:peers:setup: installs what `skein bench --peers` compares with; nothing outside the project changes.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { ensurePeers } from "./lib/peers.js";
import { main, run, ScriptError } from "./lib/run.js";

const npm = ["install", "--prefix", "bench/peers", "--ignore-scripts", "--no-audit", "--no-fund"];

await main(async () => {
  const { code } = await run("npm", npm);
  if (code !== 0) throw new ScriptError("npm install failed in bench/peers (see above)");
  await compileHnswlib();
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

/** The one peer that npm has as source alone. Node's headers are not fetched: they lie beside it, or it is left out. */
async function compileHnswlib() {
  const nodedir = dirname(dirname(process.execPath));
  const command = ["rebuild", "--prefix", "bench/peers", "hnswlib-node"];
  const found = existsSync(join(nodedir, "include", "node", "node_api.h"));
  const env = { ...process.env, npm_config_nodedir: nodedir };
  const { code } = found ? await run("npm", command, { env }) : { code: 1 };
  if (code !== 0) console.error("hnswlib-node is left out: it needs Node's headers and a C++ compiler.");
}
