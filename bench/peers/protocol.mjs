// The peers' side of the conversation that src/bench/peers.ts describes: JSON lines on stdin and stdout.
import { readdirSync, readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";

const arrays = { float32: Float32Array, int32: Int32Array, uint32: Uint32Array, uint8: Uint8Array };

/**
 * Serves one benchmark run.
 *
 * `start(threads)` loads the library and resolves with { version, works, libraries?, worked? }; the last two say
 * what it really uses, as in libraries.py. A work gets
 * { sizes, settings, inputs: { name: { data, shape } } } and resolves with a sentence why it is
 * not done, or with { run, wait?, results, release? }: `run` does the work once, `wait` ends when
 * all of it is done, `results` resolves with values by name.
 */
export function serve(start) {
  // Libraries may greet; stdout is for answers.
  console.log = console.info = console.error;
  let works = {};
  let job = null;
  const operations = {
    async hello({ threads }) {
      const { works: loaded, ...facts } = await start(threads);
      works = loaded;
      return facts;
    },
    async prepare({ work, sizes, settings, inputs }) {
      if (!works[work]) return { unsupported: "it has no such work here" };
      const prepared = await works[work]({ sizes, settings, inputs: await readInputs(inputs) });
      if (typeof prepared === "string") return { unsupported: prepared };
      job = prepared;
      return {};
    },
    async results({ folder }) {
      const outputs = {};
      for (const [name, values] of Object.entries(await job.results())) {
        outputs[name] = join(folder, `${name}.bin`);
        await writeFile(outputs[name], Float32Array.from(values));
      }
      return { outputs };
    },
    async run({ runs }) {
      const begin = performance.now();
      for (let i = 0; i < runs; i++) await job.run();
      await job.wait?.();
      return { ms: (performance.now() - begin) / runs };
    },
    async release() {
      await job?.release?.();
      job = null;
      return {};
    },
  };
  let queue = Promise.resolve();
  createInterface({ input: process.stdin })
    .on("line", (line) => {
      const question = JSON.parse(line);
      queue = queue.then(async () => {
        const answer = await operations[question.op](question).catch((error) => ({
          error: String(error?.message ?? error).split("\n")[0],
        }));
        process.stdout.write(`${JSON.stringify(answer)}\n`);
      });
    })
    .on("close", () => process.exit(0));
}

/** How many threads share the processor time that `run`, repeated, takes; null where the system does not tell. */
export async function threadsAtWork(run, wanted) {
  await run();
  let working = null;
  for (let attempt = 0; attempt < 5 && working !== wanted; attempt++) {
    const before = threadTimes();
    const begin = performance.now();
    while (performance.now() - begin < 200) await run();
    const spent = [...threadTimes()].map(([thread, time]) => time - (before.get(thread) ?? 0));
    const most = Math.max(0, ...spent);
    if (most === 0) return null;
    working = spent.filter((time) => time > 0.25 * most).length;
  }
  return working;
}

/** Nanoseconds on a processor by thread, as Linux counts them. */
function threadTimes() {
  const times = new Map();
  try {
    for (const thread of readdirSync("/proc/self/task")) {
      times.set(thread, Number(readFileSync(`/proc/self/task/${thread}/schedstat`, "utf8").split(" ")[0]));
    }
  } catch {
    // A thread has ended, or this is no Linux.
  }
  return times;
}

async function readInputs(inputs) {
  const read = Object.entries(inputs).map(async ([name, { file, dtype, shape }]) => {
    const bytes = Uint8Array.from(await readFile(file));
    return [name, { data: new arrays[dtype](bytes.buffer), shape }];
  });
  return Object.fromEntries(await Promise.all(read));
}

/** A dense array with its axes in another order: axis i of the result is axis order[i] of the source. */
export function permute({ data, shape }, order) {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const sizes = order.map((axis) => shape[axis]);
  const steps = order.map((axis) => strides[axis]);
  const result = new data.constructor(data.length);
  const index = sizes.map(() => 0);
  let from = 0;
  for (let to = 0; to < result.length; to++) {
    result[to] = data[from];
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      from += steps[axis];
      if (++index[axis] < sizes[axis]) break;
      from -= steps[axis] * sizes[axis];
      index[axis] = 0;
    }
  }
  return { data: result, shape: sizes };
}
