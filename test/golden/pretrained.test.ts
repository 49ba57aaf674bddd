/** `loadPretrained` against PyTorch; `generate_pretrained.py` beside this file produced the values. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Tape } from "../../src/autograd/index.js";
import { ModelFileError } from "../../src/errors.js";
import { type StoredTensor, writeSafetensors } from "../../src/io/safetensors.js";
import { loadModule, loadPretrained } from "../../src/models/index.js";
import { Conv2d, StateDictError } from "../../src/nn/index.js";
import { permuted } from "../../src/nn/permuted.js";
import { onEachDevice } from "../support/devices.js";
import { filled, signed } from "./drawn.js";
import { expectValues, readGolden } from "./golden.js";

interface Golden {
  readonly width: number;
  /** The state dict's, in PyTorch's layout. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  readonly logits: readonly number[];
}
const golden = readGolden<Golden>("pretrained.json");

const IMAGES = 1000;
const CLASSES = 7;
const size = { height: 64, width: 64, channels: 3 };

/** The state dict as PyTorch saves it. */
function torchTensors(name: string): Map<string, StoredTensor> {
  const tensors = new Map<string, StoredTensor>();
  let stream = 0;
  for (const [key, shape] of Object.entries(golden[name]!.shapes)) {
    if (key.endsWith("num_batches_tracked")) {
      tensors.set(key, { dtype: "I64", shape: [], data: BigInt64Array.of(3n) });
      continue;
    }
    const [outputs, inputs, height, width] = shape as [number, number, number, number];
    const own = shape.length === 4 ? [outputs, height, width, inputs] : shape;
    const values = filled(stream++, key, own);
    const data = shape.length === 4 ? permuted(values, own, [0, 3, 1, 2]).data : values;
    tensors.set(key, { dtype: "F32", shape, data });
  }
  return tensors;
}

const files = mkdtempSync(join(tmpdir(), "skein-pretrained-"));
const fileOf = (name: string) => join(files, `${name}.safetensors`);

beforeAll(async () => {
  for (const name of Object.keys(golden))
    await writeSafetensors(fileOf(name), torchTensors(name), { format: "pt" });
});
// Tens of megabytes.
afterAll(() => rmSync(files, { recursive: true }));

onEachDevice("loadPretrained", (device, kind) => {
  const logitsOf = async (name: string, path: string, options: object = {}) => {
    const { width } = golden[name]!;
    const network = await loadPretrained(name, path, { device, size, networkOptions: { width }, ...options });
    using tape = new Tape(device, { gradient: false });
    const x = tape.constant(signed(IMAGES, [2, 64, 64, 3]), [2, 64, 64, 3]);
    const logits = await network.forward(tape, x).data();
    network.release();
    return logits;
  };

  it.each(Object.keys(golden))("gives PyTorch's logits: %s", async (name) => {
    expectValues(kind, name, await logitsOf(name, fileOf(name)), golden[name]!.logits);
  });

  if (kind === "webgpu") return;

  it("takes other names, and types that hold the same values", async () => {
    const { width } = golden.resnet34!;
    const tensors = new Map(
      [...torchTensors("resnet34")].map(([name, tensor]): [string, StoredTensor] => [
        `module.${name}`,
        tensor.dtype === "F32" ? { ...tensor, dtype: "F64", data: Float64Array.from(tensor.data) } : tensor,
      ]),
    );
    const path = join(files, "renamed.safetensors");
    await writeSafetensors(path, tensors);
    const logits = await logitsOf("resnet34", path, { names: { "module.": "" } });
    expectValues(kind, "resnet34", logits, golden.resnet34!.logits);
    const byFunction = await logitsOf("resnet34", path, {
      names: (name: string) => name.slice("module.".length),
    });
    expect(byFunction).toEqual(logits);
    const error = await loadPretrained("resnet34", path, {
      device,
      size,
      classes: CLASSES,
      networkOptions: { width },
    }).then(
      () => null,
      (cause: StateDictError) => cause,
    );
    expect(error).toBeInstanceOf(StateDictError);
    expect(error!.message).toContain(`${path}: the state dict does not fit the model: missing conv1.weight`);
    // All but the head, whose class is then given.
    expect(error!.unexpected.length).toBe(error!.missing.length + 2);
  });

  it("names what is missing, unexpected and of another shape at once", async () => {
    const { width } = golden.resnet34!;
    const tensors = torchTensors("resnet34");
    tensors.delete("layer2.0.bn1.bias");
    tensors.set("aux.weight", { dtype: "F32", shape: [1], data: new Float32Array(1) });
    tensors.set("bn1.weight", { dtype: "F32", shape: [3], data: new Float32Array(3) });
    const path = join(files, "faulty.safetensors");
    await writeSafetensors(path, tensors);
    const before = device.memory.liveBytes;
    const loading = loadPretrained("resnet34", path, { device, size, networkOptions: { width } });
    await expect(loading).rejects.toThrow(
      "missing layer2.0.bn1.bias; unexpected aux.weight; bn1.weight is [3], expected [16]",
    );
    expect(device.memory.liveBytes).toBe(before);
  });

  const noted = async (tensors: Map<string, StoredTensor>, options: object = {}, metadata = {}) => {
    const notes: string[] = [];
    const path = join(files, "noted.safetensors");
    await writeSafetensors(path, tensors, metadata);
    const networkOptions = { width: golden.resnet34!.width };
    const onNote = (note: string) => notes.push(note);
    const network = await loadPretrained("resnet34", path, {
      device,
      size,
      networkOptions,
      onNote,
      ...options,
    });
    const state = await network.stateDict();
    network.release();
    return { notes, state };
  };

  it("notes what it leaves out, and values that are not finite", async () => {
    const tensors = torchTensors("resnet34");
    const counters = [...tensors.keys()].filter((name) => name.endsWith("num_batches_tracked")).length;
    const left = `left out: ${counters} of num_batches_tracked, which no layer here uses`;
    const classes = tensors.get("fc.bias")!.shape[0]!;
    expect((await noted(tensors, {}, { format: "pt" })).notes).toEqual([left]);
    const { notes } = await noted(tensors, { classes: 3 }, { format: "pt" });
    expect(notes).toEqual([left, `left out: the head, which has ${classes} classes, and 3 are asked for`]);
    const bias = tensors.get("bn1.bias")!;
    const data = Float32Array.from(bias.data as Float32Array);
    data.set([Number.NaN, -Infinity]);
    tensors.set("bn1.bias", { ...bias, dtype: "F32", data });
    tensors.set("other.a", { dtype: "F32", shape: [1], data: new Float32Array(1) });
    const names = (name: string) => (name.startsWith("other") ? null : name);
    expect((await noted(tensors, { names }, { format: "pt" })).notes).toEqual([
      `values that are not finite, in bn1.bias (2 of ${data.length}, F32)`,
      left,
      "left out, as names says: other.a",
    ]);
  });

  it("takes skein's order of axes from a file that does not say, where only that fits", async () => {
    const { state } = await noted(torchTensors("resnet34"), {}, { format: "pt" });
    const tensors = new Map<string, StoredTensor>(
      [...state].map(([name, { shape, data }]) => [name, { dtype: "F32", shape: [...shape], data }]),
    );
    const again = await noted(tensors);
    expect(again.notes).toEqual([]);
    for (const [name, { data }] of state)
      expect(sameBytes(again.state.get(name)!.data, data), name).toBe(true);
  });

  it("notes where both orders of axes fit", async () => {
    const path = join(files, "square.safetensors");
    const data = Float32Array.from({ length: 2 * 27 }, (_, i) => i);
    await writeSafetensors(path, new Map([["weight", { dtype: "F32", shape: [2, 3, 3, 3], data }]]));
    const load = async (options: object) => {
      const notes: string[] = [];
      const conv = new Conv2d(3, 2, 3, { bias: false }).to(device);
      await loadModule(conv, path, { onNote: (note) => notes.push(note), ...options });
      const { data: values } = (await conv.stateDict()).get("weight")!;
      conv.release();
      return { notes, values };
    };
    const guess = await load({});
    expect(guess.notes).toHaveLength(1);
    expect(guess.notes[0]).toContain("both fit: PyTorch's is taken");
    expect(guess.values).toEqual(permuted(data, [2, 3, 3, 3], [0, 2, 3, 1]).data);
    expect(await load({ layout: "skein" })).toEqual({ notes: [], values: data });
    expect(await load({ layout: "torch" })).toEqual({ ...guess, notes: [] });
  });

  it("gives another head for another number of classes, and asks for it where the file has none", async () => {
    const networkOptions = { width: golden.resnet34!.width };
    const options = { device, size, networkOptions };
    const own = await loadPretrained("resnet34", fileOf("resnet34"), options);
    const other = await loadPretrained("resnet34", fileOf("resnet34"), { ...options, classes: 3 });
    const [a, b] = [await own.stateDict(), await other.stateDict()];
    expect(b.get("fc.weight")!.shape).toEqual([3, a.get("fc.weight")!.shape[1]]);
    for (const [name, { data }] of a) {
      if (!name.startsWith("fc.")) expect(sameBytes(b.get(name)!.data, data), name).toBe(true);
    }
    const path = join(files, "headless.safetensors");
    const tensors = torchTensors("resnet34");
    for (const name of ["fc.weight", "fc.bias"]) tensors.delete(name);
    await writeSafetensors(path, tensors);
    await expect(loadPretrained("resnet34", path, options)).rejects.toThrow("it has no head");
    const third = await loadPretrained("resnet34", path, { ...options, classes: 3 });
    for (const [name, { data }] of await third.stateDict()) {
      expect(sameBytes(b.get(name)!.data, data), name).toBe(true);
    }
    for (const network of [own, other, third]) network.release();
    await expect(loadPretrained("resnet34", join(files, "none"), options)).rejects.toThrow(ModelFileError);
  });
});

/** toEqual takes half a minute for a million numbers. */
const sameBytes = (a: Float32Array, b: Float32Array) => Buffer.from(a.buffer).equals(Buffer.from(b.buffer));
