/** The module tree: names, first values, state dicts, gradients, freezing, and what is refused. */
import { expect, it } from "vitest";
import { Tape } from "../../src/autograd/index.js";
import { ModelFileError } from "../../src/errors.js";
import {
  BatchNorm,
  constantInit,
  flatten,
  GRU,
  LayerNorm,
  Linear,
  Module,
  normalInit,
  Parameter,
  Sequential,
} from "../../src/nn/index.js";
import { relu, square, sum } from "../../src/ops/index.js";
import type { Tensor } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";

class Block extends Module {
  readonly norm = new BatchNorm(4);
  readonly fc: Linear;

  constructor(inputs: number) {
    super();
    this.fc = new Linear(inputs, 4);
  }

  forward(tape: Tape, x: Tensor): Tensor {
    return this.norm.forward(tape, this.fc.forward(tape, x));
  }
}

class Net extends Module {
  readonly blocks: readonly Block[];
  readonly pair = new Parameter([2, 3], normalInit(1), { names: ["first", "second"] });
  readonly running = new Parameter([2], constantInit(7), { trained: false });

  constructor(inputs = [3, 4]) {
    super();
    this.blocks = inputs.map((width) => new Block(width));
  }

  forward(tape: Tape, x: Tensor): Tensor {
    return this.blocks.reduce((value, block) => block.forward(tape, value), x);
  }
}

onEachDevice("modules", (device) => {
  it("names follow the tree, as in PyTorch", async () => {
    const net = new Net().to(device);
    const block = (i: number) =>
      ["norm.weight", "norm.bias", "norm.running_mean", "norm.running_var", "fc.weight", "fc.bias"].map(
        (name) => `blocks.${i}.${name}`,
      );
    expect([...(await net.stateDict()).keys()]).toEqual([
      "first",
      "second",
      "running",
      ...block(0),
      ...block(1),
    ]);
    expect([...(await net.blocks[1]!.stateDict()).keys()].at(-1)).toBe("fc.bias");
    expect(net.blocks[1]!.fc.path).toBe("blocks.1.fc");
    expect(net.modules().map(([path]) => path)).toContain("blocks.0.norm");
    net.release();
  });

  it("first values depend on seed and name, and on no other layer", async () => {
    const nets = [
      new Net().to(device, { seed: 4 }),
      new Net([3, 4, 4]).to(device, { seed: 4 }),
      new Net().to(device),
    ];
    const [net, deeper, other] = await Promise.all(nets.map((each) => each.stateDict()));
    for (const [name, value] of net!) expect(deeper!.get(name), name).toEqual(value);
    expect(other!.get("first")).not.toEqual(net!.get("first"));
    expect(net!.get("first")!.data).not.toEqual(net!.get("second")!.data);
    for (const each of nets) each.release();
  });

  it("a state dict carries over, whole or for a part", async () => {
    const [source, target] = [new Net().to(device, { seed: 1 }), new Net().to(device, { seed: 2 })];
    target.blocks[0]!.loadStateDict(await source.blocks[0]!.stateDict());
    expect(await target.blocks[0]!.stateDict()).toEqual(await source.blocks[0]!.stateDict());
    expect(await target.stateDict()).not.toEqual(await source.stateDict());
    target.loadStateDict(await source.stateDict());
    expect(await target.stateDict()).toEqual(await source.stateDict());
    source.release();
    target.release();
  });

  it("a state dict that does not fit is refused with everything that is wrong, and changes nothing", async () => {
    const net = new Net().to(device);
    const before = await net.stateDict();
    const state = new Map(before);
    state.delete("first");
    state.set("head.weight", { shape: [1], data: new Float32Array(1) });
    state.set("running", { shape: [1, 2], data: new Float32Array(2) });
    expect(() => net.loadStateDict(state)).toThrow(ModelFileError);
    expect(() => net.loadStateDict(state)).toThrow(
      "missing first; unexpected head.weight; running is [1, 2], expected [2]",
    );
    expect(() => net.loadStateDict(state, { strict: false })).toThrow("running is [1, 2], expected [2]");
    expect(await net.stateDict()).toEqual(before);
    state.set("running", { shape: [2], data: Float32Array.of(1, 2) });
    net.loadStateDict(state, { strict: false });
    expect([...(await net.running.value.data())]).toEqual([1, 2]);
    net.release();
  });

  it("counts what is trained, and keeps zeros between parameters", async () => {
    const net = new Net().to(device);
    const trained = 6 + 2 * 8 + (3 * 4 + 4) + (4 * 4 + 4);
    expect(net.count()).toBe(trained);
    expect(net.count({ states: true })).toBe(trained + 2 + 2 * 8);
    const values = [...(await net.storage.values.data())];
    // Norm biases begin with zero.
    expect(values.filter((value) => value !== 0)).toHaveLength(trained - 8);
    net.release();
  });

  it("a module that is used twice has one set of parameters, under its first name", async () => {
    const shared = new Linear(3, 3);
    const net = new Sequential(shared, relu, shared).to(device);
    expect([...(await net.stateDict()).keys()]).toEqual(["0.weight", "0.bias"]);
    using tape = new Tape(device);
    const x = tape.constant(Float32Array.of(1, 2, 3), [1, 3]);
    tape.backward(sum(tape, net.forward(tape, x)));
    expect(shared.weight.hasGradient).toBe(true);
    net.release();
  });

  it("gradients of several tapes add up until an optimizer used them", async () => {
    const net = new Linear(2, 1, { bias: false }).to(device);
    const run = (values: readonly number[]) => {
      using tape = new Tape(device);
      tape.backward(sum(tape, net.forward(tape, tape.constant(Float32Array.from(values), [1, 2]))));
    };
    run([1, 2]);
    run([10, 20]);
    expect([...(await net.weight.gradient!.data())]).toEqual([11, 22]);
    net.weight.dropGradient();
    run([5, 6]);
    expect([...(await net.weight.gradient!.data())]).toEqual([5, 6]);
    net.release();
  });

  it("a frozen part gets no gradient; what lies below it does", async () => {
    const net = new Net().to(device);
    net.blocks[1]!.freeze();
    expect([net.frozen, net.blocks[1]!.frozen]).toEqual([false, true]);
    const before = await net.blocks[1]!.stateDict();
    using tape = new Tape(device, { training: { seed: 0, step: 0 } });
    const x = tape.constant(
      Float32Array.from({ length: 12 }, (_, i) => Math.sin(i)),
      [4, 3],
    );
    tape.backward(sum(tape, square(tape, net.forward(tape, x))));
    expect(net.blocks[1]!.parameters().some(({ hasGradient }) => hasGradient)).toBe(false);
    expect(net.blocks[0]!.fc.weight.hasGradient).toBe(true);
    expect((await net.blocks[0]!.fc.weight.gradient!.data()).some((value) => value !== 0)).toBe(true);
    // Running statistics, too.
    expect(await net.blocks[1]!.stateDict()).toEqual(before);
    expect(net.unfreeze().frozen).toBe(false);
    net.release();
  });

  it("an inference tape computes no gradient", () => {
    const net = new Linear(2, 2).to(device);
    using tape = new Tape(device, { gradient: false });
    expect(tape.isActive(net.forward(tape, tape.zeros([1, 2])))).toBe(false);
    net.release();
  });

  it("gives back what it took when memory runs out", () => {
    const net = new Sequential(new Linear(2, 2), new Linear(2 ** 26, 2 ** 26));
    const before = device.memory.liveBuffers;
    expect(() => net.to(device)).toThrow();
    expect(device.memory.liveBuffers).toBe(before);
  });

  it("draws nothing where a state dict follows, and computes the same then", async () => {
    const made = () => new Sequential(new Linear(3, 4), new LayerNorm(4));
    const drawn = made().to(device, { seed: 3 });
    const state = await drawn.stateDict();
    const loaded = made().to(device, { initialize: false });
    expect([...(await loaded.stateDict()).values()].every(({ data }) => data.every((x) => x === 0))).toBe(
      true,
    );
    loaded.loadStateDict(state);
    expect(await loaded.stateDict()).toEqual(state);
    drawn.release();
    loaded.release();
  });

  it("refuses use before memory, memory twice, and two parameters of one name", () => {
    const net = new Sequential(flatten, new Linear(2, 3));
    using tape = new Tape(device);
    expect(() => net.forward(tape, tape.zeros([1, 2]))).toThrow("call module.to(device) first");
    expect(() => net.storage).toThrow("this module has no memory of its own");
    net.to(device);
    expect(() => net.to(device)).toThrow("has memory already");
    expect(() => (net.layers[1] as Linear).storage).toThrow("use the whole model");
    net.release();
    class Twice extends Module {
      readonly a = new Parameter([1], constantInit(0), { names: ["x"] });
      readonly b = new Parameter([1], constantInit(0), { names: ["x"] });

      forward(_: Tape, x: Tensor): Tensor {
        return x;
      }
    }
    expect(() => new Twice().to(device)).toThrow("two parameters are named x: rename one");
  });

  it("a sequence of layers names them by place", async () => {
    const net = new Sequential(new GRU(3, 2), new Linear(2, 1)).to(device);
    expect([...(await net.stateDict()).keys()].slice(-3)).toEqual(["0.bias_hh_l0", "1.weight", "1.bias"]);
    using tape = new Tape(device);
    expect(net.forward(tape, tape.zeros([5, 4, 3])).shape).toEqual([5, 1]);
    net.release();
  });
});
