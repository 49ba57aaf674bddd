/**
 * Calls public functions with hostile arguments: each call resolves or throws a SkeinError, and a wrong index is
 * reported by the next read. Runs on the built library: npm run fuzz -- --calls 1000000 --seed 1 --device native
 * Prints one JSON line; exit code 1 tells of a finding. The same seed makes the same calls.
 */
import { parseArgs } from "node:util";
import { openDevice, SkeinError } from "../../dist/index.js";
import { entries } from "./entries.mjs";
import { Session } from "./session.mjs";

const { values } = parseArgs({
  options: {
    calls: { type: "string", default: "10000" },
    seed: { type: "string", default: "1" },
    device: { type: "string", default: "native" },
    only: { type: "string" },
    /** Prints each call before it is made: what a crash was in. */
    trace: { type: "boolean", default: false },
  },
});
const calls = Number(values.calls);
const only = values.only?.split(",");
const names = Object.keys(entries).filter((name) => !only || only.includes(name));
/** What waits for reads takes as long as many other calls, and is called less often. */
const seldom = new Set(["KMeans", "PatchDictionary", "gradCheck", "Tensor.data"]);

const device = await openDevice(values.device);
const other = await openDevice("native", { threads: 1 });
const session = new Session(device, other, Number(values.seed));
const start = performance.now();
const counts = { returned: 0, refused: 0 };

function report(name, call, error) {
  console.error(`finding at call ${call}, ${name} (seed ${values.seed}): ${error?.stack ?? error}`);
  process.exit(1);
}
let current = "";
let call = 0;
process.on("unhandledRejection", (error) => report(`${current}, a rejection nobody saw`, call, error));

for (call = 1; call <= calls; call++) {
  current = session.pick(names);
  if (seldom.has(current) && !session.chance(10)) current = session.pick(names);
  if (values.trace) console.error(call, current);
  try {
    const result = entries[current](session);
    // Only what has to be awaited is.
    session.keep(result instanceof Promise ? await result : result);
    counts.returned++;
  } catch (error) {
    if (!(error instanceof SkeinError)) report(current, call, error);
    if (error.message.includes("was lost")) report(current, call, error);
    counts.refused++;
  }
  try {
    await session.next();
  } catch (error) {
    report(`the look after ${current}`, call, error);
  }
}
await session.settle().catch((error) => report("the last look", calls, error));
const seconds = Number(((performance.now() - start) / 1000).toFixed(1));
const { liveBytes, pooledBytes } = device.memory;
console.log(
  JSON.stringify({
    device: values.device,
    calls,
    seed: Number(values.seed),
    ...counts,
    seconds,
    liveBytes,
    pooledBytes,
  }),
);
device.close();
other.close();
