// npm run experiment:explore [-- --images 100000] [--folder FOLDER] [--all]: what `skein explore` takes of a large run: seconds to
// the first answer, milliseconds of decisions while thumbnails and features are made in the background, memory of its process.
// Makes a run of small PNG files in --folder (default .cache/explore/IMAGES), which is kept for the next time. --all waits for
// what is made in the background, and measures what needs it.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { cache, root } from "./lib/paths.js";
import { main, ScriptError } from "./lib/run.js";

const SIDE = 28;
const CLASSES = 20;
const REPEATS = 9;

await main(async () => {
  const { values } = parseArgs({
    options: { images: { type: "string" }, folder: { type: "string" }, all: { type: "boolean" } },
  });
  const count = Number(values.images ?? 100_000);
  if (!Number.isInteger(count) || count < 1000) throw new ScriptError("--images is a number from 1000 up");
  const folder = values.folder ?? join(cache, "explore", String(count));
  const run = join(folder, "run");
  if (!existsSync(join(run, "assignments.csv"))) await makeRun(folder, count);
  rmSync(join(run, "corrections.jsonl"), { force: true });
  rmSync(join(run, ".review"), { recursive: true, force: true });

  const started = performance.now();
  const child = spawn(
    process.execPath,
    [join(root, "dist/cli/main.js"), "explore", run, "--device", "native"],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  try {
    const address = await new Promise((resolve, reject) => {
      child.stdout.once("data", (data) => resolve(String(data).trim()));
      child.once("close", () => reject(new ScriptError("skein explore ended by itself (see above)")));
    });
    show("process to address", (performance.now() - started) / 1000, "s");
    await measure(child, address, count);
    if (values.all) await measureAll(child, address);
  } finally {
    const closed = new Promise((resolve) => child.once("close", resolve));
    child.kill("SIGINT");
    await closed;
  }
});

async function measure(child, address, count) {
  await timed("GET state", () => ask(address, "state"));
  await timed("GET columns", () => ask(address, "columns"));
  await timed("GET thumbnails/N, not made before", (i) =>
    ask(address, `thumbnails/${count - 1 - 97 * i}?side=128`),
  );
  const decide = (body) => ask(address, "decide", body);
  const some = (images, from) => Array.from({ length: images }, (_, i) => (from + i) % count);
  await timed("name a class", (i) => decide({ kind: "name", class: 1, name: `class ${i}` }));
  await timed("move 1 image", (i) => decide({ kind: "move", images: [i], to: 2 }));
  await timed("move 1,000 images", (i) => decide({ kind: "move", images: some(1000, 1000 * i), to: 3 }));
  await timed("merge two classes", (i) => decide({ kind: "merge", classes: [0, CLASSES - 1 - i], into: 0 }));
  await timed("undo", () => ask(address, "undo", {}));
  await timed("redo", () => ask(address, "redo", {}));
  await timed(
    `move ${count / 2} images`,
    (i) => decide({ kind: "move", images: some(count / 2, i), to: 4 }),
    3,
  );
  await timed(`undo of ${count / 2}`, () => ask(address, "undo", {}), 3);
  showMemory(child);
}

async function measureAll(child, address) {
  const started = performance.now();
  const seen = new Set();
  for (;;) {
    const { background, notes } = JSON.parse(await ask(address, "state"));
    for (const { what } of background) {
      if (seen.has(what)) continue;
      seen.add(what);
      show(`begins ${what}`, (performance.now() - started) / 1000, "s");
    }
    if (background.length === 0) {
      for (const note of notes) console.log(note);
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  show("all is made", (performance.now() - started) / 1000, "s");
  await timed("GET columns", () => ask(address, "columns"));
  await timed("GET similar/N", (i) => ask(address, `similar/${i}`));
  await timed("GET questions", () => ask(address, "questions"));
  await timed("GET thumbnails/N, made before", (i) => ask(address, `thumbnails/${97 * i}?side=128`));
  showMemory(child);
}

/** The median and the slowest of some. */
async function timed(what, work, repeats = REPEATS) {
  const times = [];
  for (let i = 0; i < repeats; i++) {
    const started = performance.now();
    await work(i);
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  show(what, times[Math.floor(repeats / 2)], "ms", `slowest of ${repeats}: ${times.at(-1).toFixed(0)} ms`);
}

function show(what, value, unit, more = "") {
  console.log(`${what.padEnd(36)}${value.toFixed(unit === "s" ? 1 : 0).padStart(8)} ${unit}  ${more}`);
}

/** Linux alone tells. */
function showMemory({ pid }) {
  const status = existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, "utf8") : "";
  for (const [name, what] of [
    ["VmRSS", "memory of the server now"],
    ["VmHWM", "most memory of the server"],
  ]) {
    const found = new RegExp(`${name}:\\s+(\\d+) kB`).exec(status);
    if (found) show(what, Number(found[1]) / 1024, "MiB");
  }
}

/** The body of an answer, which has to be a success. */
function ask(address, path, body) {
  const url = new URL(path, address);
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      body && {
        method: "POST",
        headers: { origin: url.origin, "content-type": "application/json" },
      },
      (response) => {
        const parts = [];
        response.on("data", (part) => parts.push(part));
        response.on("end", () => {
          const text = Buffer.concat(parts).toString();
          if (response.statusCode === 200) resolve(text);
          else reject(new ScriptError(`${path}: status ${response.statusCode}: ${text}`));
        });
      },
    );
    asked.on("error", reject);
    asked.end(body && JSON.stringify(body));
  });
}

/** Patterns of greys, and what skein cluster would have left of them. */
async function makeRun(folder, count) {
  const { ImageClusterer, Random } = await import("../dist/index.js");
  const { encodePng } = await import("../dist/report/png.js");
  const { createHash } = await import("node:crypto");
  const random = new Random(0, 0);
  const images = join(folder, "images");
  const run = join(folder, "run");
  mkdirSync(run, { recursive: true });
  const rows = ["image,split,cluster,confidence,hash"];
  const first = [];
  for (let i = 0; i < count; i++) {
    // A grid of greys of its own for each: no two are nearly the same.
    const greys = Array.from({ length: 49 }, () => Math.floor(256 * random.uniform()));
    const pixels = Uint8Array.from({ length: SIDE * SIDE }, (_, at) => {
      const [x, y] = [at % SIDE, Math.floor(at / SIDE)];
      return greys[7 * Math.floor(y / 4) + Math.floor(x / 4)];
    });
    if (first.length < 400) first.push(pixels);
    const name = `${Math.floor(i / 1000)}/${i}.png`;
    if (i % 1000 === 0) mkdirSync(join(images, String(i / 1000)), { recursive: true });
    const bytes = encodePng({ width: SIDE, height: SIDE, channels: 1, pixels });
    writeFileSync(join(images, name), bytes);
    const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 32);
    rows.push(`${name},train,${i % CLASSES},${(0.5 + random.uniform() / 2).toFixed(4)},${hash}`);
  }
  const model = new ImageClusterer({ clusters: CLASSES, epochs: 1, batch: 50, seed: 1 }, "native");
  const set = { height: SIDE, width: SIDE, channels: 1, count: first.length, pixels: Buffer.concat(first) };
  await model.fit(set);
  await model.save(join(run, "model.safetensors"));
  await model.close();
  const ids = Array.from({ length: CLASSES }, (_, id) => id);
  const classes = ids.map((id) => ({ id, name: null }));
  const facts = { format: 1, source: images, folder: images, places: ids, classes, nextId: CLASSES };
  writeFileSync(join(run, "classes.json"), JSON.stringify(facts));
  // Last: a run that has it is whole.
  writeFileSync(join(run, "assignments.csv"), `${rows.join("\n")}\n`);
}
