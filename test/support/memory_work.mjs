// Work whose memory is measured in a process of its own: prints figures, in MiB, as JSON. Runs the built library.
// Usage: node --expose-gc memory_work.mjs DEVICE queued STEPS | batches MIB_PER_TENSOR | lose WHAT | packed TURNS
import { setTimeout } from "node:timers/promises";
import { openDevice, ops, Tape, tensor, withTape } from "../../dist/index.js";
import { onnxFile } from "../../dist/onnx/export/file.js";
import { parseOnnx } from "../../dist/onnx/index.js";

const MIB = 2 ** 20;
const ELEMENTS = MIB;
const resident = () => process.memoryUsage.rss() / MIB;

/** Steps of 4 MiB inputs that nobody awaits. */
async function queued(device, steps) {
  const values = new Float32Array(ELEMENTS).fill(0.5);
  const step = () =>
    withTape(device, (tape) => {
      const x = tape.constant(values, [ELEMENTS]);
      tape.watch(x);
      tape.backward(ops.mean(tape, ops.tanh(tape, x)));
      device.submit();
    });
  step();
  await device.sync();
  const before = resident();
  let most = before;
  for (let i = 0; i < steps; i++) {
    step();
    most = Math.max(most, resident());
  }
  const { liveBytes } = device.memory;
  const start = performance.now();
  await device.sync();
  return { growth: most - before, live: liveBytes / MIB, syncMs: performance.now() - start };
}

/** Five batch sizes in turn; the largest has 640 MiB live. */
async function batches(device, scale) {
  const largest = { live: 0, held: 0, resident: 0 };
  const before = resident();
  let small = 0;
  for (let round = 0; round < 3; round++) {
    for (const part of [1, 0.83, 0.61, 0.37, 0.11]) {
      const count = Math.floor((scale * part * MIB) / 4);
      for (let repeat = 0; repeat < 2; repeat++) {
        await withTape(device, async (tape) => {
          let x = tape.empty([count]);
          tape.watch(x);
          for (let i = 0; i < 9; i++) {
            x = ops.tanh(tape, x);
            const { liveBytes, pooledBytes } = device.memory;
            largest.live = Math.max(largest.live, liveBytes / MIB);
            largest.held = Math.max(largest.held, (liveBytes + pooledBytes) / MIB);
          }
          await ops.mean(tape, x).data();
          largest.resident = Math.max(largest.resident, resident() - before);
        });
      }
      small = resident() - before;
    }
  }
  // The pool forgets the large batches once enough small buffers were made.
  for (let i = 0; i < 13_000; i++) withTape(device, (tape) => tape.empty([64]));
  await device.sync();
  return { ...largest, small, after: resident() - before, pooledAfter: device.memory.pooledBytes / MIB };
}

/** What is said of tapes and tensors that are lost, and what is live after that. */
async function lose(device, what) {
  const warnings = [];
  process.on("warning", ({ code, message }) => warnings.push({ code, message }));
  const owners = {
    tape: () => new Tape(device).constant(new Float32Array(1000), [1000]),
    tensor: () => tensor(device, new Float32Array(1000), [1000]),
    taken: () => withTape(device, (tape) => tape.take(tape.zeros([1000]))),
    released: () => {
      tensor(device, [1], [1]).release();
      withTape(device, (tape) => tape.take(tape.zeros([1]))).release();
    },
  };
  for (let i = 0; i < 3; i++) owners[what]();
  device.submit();
  const { liveBuffers: before } = device.memory;
  for (let i = 0; i < 20; i++) {
    globalThis.gc();
    await setTimeout(5);
  }
  return { warnings, before, after: device.memory.liveBuffers };
}

/** A model with 16 MiB of matrices runs at two batch sizes in turn, and is released. */
async function packed(device, turns) {
  const names = [0, 1, 2, 3].map((i) => `matrix${i}`);
  const file = onnxFile({
    inputs: { x0: ["batch", 1024] },
    outputs: ["x4"],
    constants: Object.fromEntries(
      names.map((name) => [name, { shape: [1024, 1024], data: new Float32Array(MIB).fill(0.001) }]),
    ),
    nodes: names.map((name, i) => ({ op: "MatMul", inputs: [`x${i}`, name], outputs: [`x${i + 1}`] })),
  });
  const model = parseOnnx(file).to(device);
  const turn = async () => {
    for (const batch of [40, 40, 41, 41]) {
      await model.run({ x0: { data: new Float32Array(batch * 1024), shape: [batch, 1024] } });
    }
  };
  for (let i = 0; i < 3; i++) await turn();
  globalThis.gc();
  const before = resident();
  for (let i = 0; i < turns; i++) await turn();
  globalThis.gc();
  const growth = resident() - before;
  const held = resident();
  model.release();
  device.trim();
  await device.sync();
  return { growth, returned: held - resident() };
}

const [kind, work, size] = process.argv.slice(2);
const device = await openDevice(kind);
const works = { queued, batches, lose, packed };
console.log(JSON.stringify(await works[work](device, Number(size) || size)));
device.close();
