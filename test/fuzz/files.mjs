// Reads mutated files: node test/fuzz/files.mjs --files 1000 --seed 1. Each is a small safetensors file, model, estimator,
// index, ONNX or sealed file, in which a few bytes were changed, cut out, repeated or put in. Reading has to succeed or to end in an
// error of the library, within 2 seconds, and without memory beyond the file's size and 64 MiB.
//
// Prints a line `finding ...` on stderr for each file that did otherwise, with the seed that makes it again, and in the end
// counts as JSON. The library is dist/, as it is shipped.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import {
  buildNetwork,
  exportOnnx,
  generateIdentity,
  ImageClassifier,
  KMeans,
  loadEstimator,
  loadModel,
  openDevice,
  Random,
  readOnnx,
  readSafetensorsFiles,
  SkeinError,
  saveEstimator,
  sealBytes,
  tensor,
  withKeys,
  writeSafetensors,
} from "../../dist/index.js";
import { peakMemory } from "../../dist/io/peak_memory.js";

const MAX_MILLISECONDS = 2000;
const MAX_BYTES = 64 * 2 ** 20;
/** Files between two looks at memory; what they left behind is collected first. */
const FILES_PER_LOOK = 200;
const MAX_WORK_FACTOR = 8;

const { values } = parseArgs({
  options: { files: { type: "string", default: "1000" }, seed: { type: "string", default: "1" } },
});
const [files, seed] = [Number(values.files), Number(values.seed)];

const folder = mkdtempSync(join(tmpdir(), "skein-fuzz-"));
const device = await openDevice("native");
const { identity, recipient } = generateIdentity();
const passphrase = "fuzz";
const keys = { open: { identities: [identity], passphrase, maxWorkFactor: MAX_WORK_FACTOR } };

/** Files as they should be, by kind, each with what reads it. */
async function originals() {
  const path = join(folder, "original.safetensors");
  const tensors = new Map([
    ["w", { dtype: "F32", shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) }],
    ["half", { dtype: "F16", shape: [3], data: Uint16Array.of(1, 2, 0x3c00) }],
    ["n", { dtype: "I64", shape: [], data: BigInt64Array.of(7n) }],
    ["flags", { dtype: "BOOL", shape: [5], data: Uint8Array.of(0, 1, 0, 1, 1) }],
  ]);
  await writeSafetensors(path, tensors, { format: "pt" });
  const safetensors = await readFile(path);

  const pixels = Uint8Array.from({ length: 8 * 16 }, (_, i) => i);
  const images = { count: 8, height: 4, width: 4, channels: 1, pixels };
  const classifier = new ImageClassifier(
    { network: "rowLstm", networkOptions: { hidden: 2 }, epochs: 1 },
    device,
  );
  await classifier.fit(images, [0, 1, 0, 1, 0, 1, 0, 1]);
  await classifier.save(path);
  const model = await readFile(path);
  await classifier.close();

  const kmeans = new KMeans({ clusters: 2 });
  const rows = tensor(device, [0, 1, 5, 6], [4, 1]);
  await kmeans.fit(rows);
  rows.release();
  await saveEstimator(kmeans, path);
  const estimator = await readFile(path);

  const size = { height: 8, width: 8, channels: 1 };
  const network = buildNetwork("resnet18", size, 2, { width: 2 }).to(device, { seed: 0 });
  const onnx = Buffer.from(await exportOnnx(network, { size }));
  network.release();

  const large = Buffer.alloc(150_000, safetensors);
  const open = async (name) => void (await loadModel(name, device)).close();
  return [
    { name: "model.safetensors", bytes: safetensors, read: readSafetensorsFiles },
    { name: "model.safetensors", bytes: model, read: open },
    { name: "model.safetensors", bytes: estimator, read: loadEstimator },
    {
      name: "model.safetensors.index.json",
      bytes: Buffer.from(
        '{"metadata":{"total_size":9},"weight_map":{"w":"a.safetensors","half":"a.safetensors"}}',
      ),
      read: readSafetensorsFiles,
    },
    {
      name: "model.onnx",
      bytes: onnx,
      read: async (name) => (await readOnnx(name)).to(device, { seed: 0 }).release(),
    },
    ...(await Promise.all(
      [
        [model, { recipients: [recipient, generateIdentity().recipient] }],
        [model, { passphrase, workFactor: 2 }],
        [large, { recipients: [recipient] }],
      ].map(async ([bytes, seal]) => ({
        name: "model.safetensors",
        bytes: Buffer.from(await sealBytes(bytes, seal)),
        read: open,
      })),
    )),
    // Whole, but what was sealed is damaged.
    {
      name: "model.safetensors",
      bytes: model,
      read: open,
      finish: (bytes) => sealBytes(bytes, { recipients: [recipient] }),
    },
  ];
}

const integer = (random, below) => Math.floor(random.uniform() * below);
const NUMBERS = ["-1", "0", "1e999", "9007199254740993", "4294967296", "null", "[]", "{}", '""', "23", "999"];

/** Changes a few places. */
function mutate(random, original) {
  let bytes = Buffer.from(original);
  for (let count = 1 + integer(random, 1 + integer(random, 4)); count > 0 && bytes.length > 0; count--) {
    // Headers are at the beginning: half of the changes are there.
    const reach = integer(random, 2) === 0 ? Math.min(bytes.length, 400) : bytes.length;
    const at = integer(random, reach);
    const length = 1 + integer(random, 16);
    // A changed bit alone may leave a file that can be read: it is the most frequent.
    switch (integer(random, 12)) {
      case 1:
        bytes[at] = integer(random, 256);
        break;
      case 2:
        bytes = bytes.subarray(0, at);
        break;
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
        break;
      case 4:
        bytes = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
        break;
      case 5:
        bytes = Buffer.concat([bytes, Buffer.alloc(length, integer(random, 256))]);
        break;
      case 6: {
        // The length of a safetensors header, or whatever lies there.
        if (bytes.length < 8) break;
        const value = [0n, 1n, 2n ** 31n, 2n ** 53n, 2n ** 64n - 1n, BigInt(bytes.length - 8)][
          integer(random, 6)
        ];
        bytes.writeBigUInt64LE(value, 0);
        break;
      }
      case 7: {
        const text = bytes.toString("latin1");
        const found = [...text.slice(0, 4000).matchAll(/\d+|"[^"]*"/g)];
        if (found.length === 0) break;
        const { 0: word, index } = found[integer(random, found.length)];
        const other = NUMBERS[integer(random, NUMBERS.length)];
        bytes = Buffer.from(text.slice(0, index) + other + text.slice(index + word.length), "latin1");
        // Half of the time with the header's length corrected, so that what it says is read.
        if (integer(random, 2) === 0 && bytes.length >= 8 && bytes[8] === 0x7b) {
          const grown = BigInt(other.length - word.length);
          const length = bytes.readBigUInt64LE(0) + grown;
          if (length >= 0n && length < 2n ** 32n) bytes.writeBigUInt64LE(length, 0);
        }
        break;
      }
      default:
        bytes[at] ^= 1 << integer(random, 8);
    }
  }
  return bytes;
}

const counts = { files: 0, read: 0, refused: 0, slowest: 0, memory: 0 };
let findings = 0;
const finding = (number, text) => {
  findings++;
  console.error(`finding: file ${number} of seed ${seed}: ${text}`);
};

const all = await originals();
writeFileSync(join(folder, "a.safetensors"), all[0].bytes);
// What is compiled and loaded once is no file's memory.
for (const { name, bytes, read, finish } of all) {
  const path = join(folder, name);
  writeFileSync(path, finish ? await finish(bytes) : bytes);
  await withKeys(keys, () => read(path)).catch(() => {});
}
globalThis.gc?.();
const before = peakMemory();
let largest = 0;
for (let number = 0; number < files; number++) {
  const random = new Random(seed, number);
  const { name, bytes, read, finish } = all[integer(random, all.length)];
  const mutated = mutate(random, bytes);
  const content = finish ? await finish(mutated) : mutated;
  const path = join(folder, name);
  writeFileSync(path, content);
  largest = Math.max(largest, content.length);
  const start = performance.now();
  try {
    await withKeys(keys, () => read(path));
    counts.read++;
  } catch (error) {
    counts.refused++;
    if (!(error instanceof SkeinError)) finding(number, error?.stack ?? String(error));
    else if (error.message.length > 1000) finding(number, `a message of ${error.message.length} characters`);
  }
  const took = performance.now() - start;
  counts.files++;
  counts.slowest = Math.max(counts.slowest, took);
  if (took > MAX_MILLISECONDS) finding(number, `it took ${Math.round(took)} ms`);
  if (number % FILES_PER_LOOK === 0 || number === files - 1) {
    counts.memory = peakMemory() - before;
    if (counts.memory > MAX_BYTES + largest) finding(number, `${counts.memory} bytes of memory up to here`);
    globalThis.gc?.();
  }
}
device.close();
rmSync(folder, { recursive: true });
console.log(
  JSON.stringify({
    ...counts,
    slowest: Math.round(counts.slowest),
    memory: `${Math.round(counts.memory / 2 ** 20)} MiB`,
  }),
);
process.exitCode = findings > 0 ? 1 : 0;
