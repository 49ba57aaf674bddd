/** State dicts of this project's modules in PyTorch, and back. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Tape } from "../../src/autograd/index.js";
import { PYTHON_ENV, peerPython } from "../../src/bench/peers.js";
import type { Device } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { readSafetensors, writeSafetensors } from "../../src/io/safetensors.js";
import { buildNetwork, loadModule, saveModule } from "../../src/models/index.js";
import { Conv2d, ConvTranspose2d, GRU, LSTM, type Module } from "../../src/nn/index.js";
import { type Shape, sizeOf } from "../../src/tensor/index.js";
import { signed } from "./drawn.js";
import { expectValues } from "./golden.js";

interface Case {
  readonly make: () => Module;
  /** The module in round_trip.py, and its arguments. */
  readonly torch: readonly [string, ...unknown[]];
  readonly input: Shape;
}

const size = { height: 48, width: 40, channels: 3 };
const cases: Readonly<Record<string, Case>> = {
  lstm: {
    make: () => new LSTM(5, 7, { layers: 2, bidirectional: true, returnSequences: true }),
    torch: ["lstm", 5, 7],
    input: [3, 4, 5],
  },
  gru: {
    make: () => new GRU(5, 6, { layers: 2, returnSequences: true }),
    torch: ["gru", 5, 6],
    input: [3, 4, 5],
  },
  conv: {
    make: () => new Conv2d(3, 4, [3, 2], { padding: 1 }),
    torch: ["conv", 3, 4, [3, 2]],
    input: [2, 6, 5, 3],
  },
  transposed: {
    make: () => new ConvTranspose2d(3, 4, [3, 2], { stride: 2 }),
    torch: ["transposed", 3, 4, [3, 2]],
    input: [2, 6, 5, 3],
  },
  resnet18: {
    make: () => buildNetwork("resnet18", size, 6, { width: 8, stem: "imagenet" }),
    torch: ["resnet18", 3, 8, 6],
    input: [2, 48, 40, 3],
  },
};

/** Why PyTorch does not run here; null where it does. */
function withoutTorch(): string | null {
  const python = peerPython();
  if (python.includes("/") && !existsSync(python)) return `${python} is missing`;
  try {
    execFileSync(python, ["-c", "import torch"], { stdio: "pipe", env: { ...PYTHON_ENV, ...process.env } });
    return null;
  } catch {
    return "Python with PyTorch is missing: npm run bench:peers:setup fetches it";
  }
}

const missing = withoutTorch();
if (missing) it.skip(`state dicts in PyTorch (${missing})`);

describe.skipIf(missing)("state dicts in PyTorch", () => {
  const folder = mkdtempSync(join(tmpdir(), "skein-torch-"));
  const file = (name: string) => join(folder, `${name}.safetensors`);
  let device: Device;
  const modules = new Map<string, Module>();

  beforeAll(async () => {
    device = await openDevice("native");
    for (const [stream, [name, { make, input }]] of Object.entries(cases).entries()) {
      const module = make().to(device, { seed: stream });
      modules.set(name, module);
      await saveModule(module, file(name), { layout: "torch" });
      const data = signed(1000 + stream, input);
      await writeSafetensors(file(`${name}.x`), new Map([["x", { dtype: "F32", shape: input, data }]]));
    }
    const script = fileURLToPath(new URL("round_trip.py", import.meta.url));
    const order = Object.fromEntries(Object.entries(cases).map(([name, { torch }]) => [name, torch]));
    execFileSync(peerPython(), ["-B", script], {
      input: JSON.stringify({ folder, cases: order }),
      env: { ...PYTHON_ENV, ...process.env },
    });
  });
  afterAll(() => {
    for (const module of modules.values()) module.release();
    device?.close();
    rmSync(folder, { recursive: true });
  });

  it.each(Object.keys(cases))("%s", async (name) => {
    const { make, input } = cases[name]!;
    const { data: want, shape } = (await readSafetensors(file(`${name}.y`))).tensors.get("y")!;
    const outputOf = async (module: Module) => {
      using tape = new Tape(device, { gradient: false });
      const y = module.forward(
        tape,
        tape.constant(signed(1000 + Object.keys(cases).indexOf(name), input), input),
      );
      expect(sizeOf(y.shape)).toBe(sizeOf(shape));
      return y.data();
    };
    expectValues("native", name, await outputOf(modules.get(name)!), [...(want as Float32Array)]);
    const back = make().to(device, { seed: 99 });
    await loadModule(back, file(`${name}.torch`));
    expect(await back.stateDict()).toEqual(await modules.get(name)!.stateDict());
    back.release();
  });
});
