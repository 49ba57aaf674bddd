/** Layers as benchmark works: what their checks against float64 find. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BenchLayer, layerFamilies } from "../../src/bench/layer.js";
import { linear64 } from "../../src/bench/layers64.js";
import type { Device } from "../../src/device/index.js";
import { openDevice } from "../../src/device/node/index.js";
import { unaryForward, unaryOps } from "../../src/kernels/unary.js";
import { type Layer, Linear, Sequential } from "../../src/nn/index.js";

let device: Device;
beforeAll(async () => {
  device = await openDevice("native");
});
afterAll(() => device.close());

/** y = 2 x by a kernel, with a derivative of `slope`. */
const doubling =
  (slope: number): Layer =>
  (tape, x) => {
    const params = { count: x.size, op: unaryOps.mul_scalar };
    const y = tape.empty(x.shape);
    tape.record(unaryForward, { x, y }, { ...params, alpha: 2 });
    tape.derivative([y], [x], (dy) => {
      tape.accumulate([x], (dx) => tape.record(unaryForward, { x: dy, y: dx }, { ...params, alpha: slope }));
    });
    return y;
  };

function layerOf(part: Layer, example64: BenchLayer["example64"]): BenchLayer {
  return {
    layer: "probe",
    about: "a layer of the test",
    shapes: [],
    quick: { B: 3 },
    module: () => new Sequential(part),
    inputShape: ({ B }) => [B!, 4, 5],
    example64,
  };
}

/** Errors forward, and forward and backward. */
async function errors(layer: BenchLayer): Promise<number[]> {
  const found: number[] = [];
  for (const { make } of layerFamilies(layer)) {
    const bench = make(layer.quick);
    const prepared = await bench.prepare(device, await bench.inputs(device));
    found.push((await prepared.check?.()) ?? Number.NaN);
    prepared.release();
  }
  return found;
}

describe("check", () => {
  it("finds nothing where layer and float64 version agree", async () => {
    const [forward, backward] = await errors(layerOf(doubling(2), (x) => x.map((value) => 2 * value)));
    expect(forward).toBe(0);
    expect(backward).toBeLessThan(1e-6);
  });

  it("finds a wrong result", async () => {
    const [forward, backward] = await errors(layerOf(doubling(2), (x) => x.map((value) => 3 * value)));
    expect(forward).toBeGreaterThan(0.1);
    expect(backward).toBeGreaterThan(0.1);
  });

  it("finds a wrong derivative by the input, which the forward work does not take", async () => {
    const [forward, backward] = await errors(layerOf(doubling(3), (x) => x.map((value) => 2 * value)));
    expect(forward).toBe(0);
    expect(backward).toBeGreaterThan(0.1);
  });

  it("finds a wrong derivative by a weight: of a bias that the float64 version holds constant", async () => {
    const right = await errors(
      layerOf(new Linear(5, 5), (x, at) => linear64(x, at("0.weight"), at("0.bias"))),
    );
    expect(Math.max(...right)).toBeLessThan(1e-5);
    let bias: Float64Array | null = null;
    const frozen = layerOf(new Linear(5, 5), (x, at) => {
      bias ??= at("0.bias").slice();
      return linear64(x, at("0.weight"), bias);
    });
    const [forward, backward] = await errors(frozen);
    expect(forward).toBeLessThan(1e-5);
    expect(backward).toBeGreaterThan(0.1);
  });
});

it("repeats backward passes without adding gradients up", async () => {
  const [, backward] = layerFamilies(layerOf(new Linear(5, 5), (x) => x));
  const bench = backward!.make({ B: 3 });
  const prepared = await bench.prepare(device, await bench.inputs(device));
  const first = await prepared.outputs!();
  for (let i = 0; i < 3; i++) prepared.run();
  expect(await prepared.outputs!()).toEqual(first);
  prepared.release();
});
