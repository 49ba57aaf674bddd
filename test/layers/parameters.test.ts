/** The store of a model's parameters: layout, state dicts, gradients, and what it refuses. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Tape } from "../../src/autograd/index.js";
import type { Device } from "../../src/device/index.js";
import { ModelFileError } from "../../src/errors.js";
import { constantInit, Linear, normalInit, ParameterStore, uniformInit } from "../../src/layers/index.js";
import { square, sum } from "../../src/ops/index.js";
import { testDevices } from "../support/devices.js";

for (const { kind, skip, open } of testDevices) {
  describe.skipIf(skip)(`parameters [${kind}]${skip ? ` (${skip})` : ""}`, () => {
    let device: Device;
    beforeAll(async () => {
      device = await open();
    });
    afterAll(() => device?.close());

    const allocated = (seed = 1) => {
      const store = new ParameterStore();
      const pair = store.add(["a.first", "a.second"], [2, 3], normalInit(1));
      const bias = store.add("b", [5], uniformInit(0.5));
      const running = store.addState("c", [2], constantInit(7));
      store.allocate(device, seed);
      return { store, pair, bias, running };
    };

    it("a state dict carries over to another store", async () => {
      const [source, target] = [allocated(1).store, allocated(2).store];
      const state = await source.stateDict();
      expect([...state.keys()]).toEqual(["a.first", "a.second", "b", "c"]);
      expect((await target.stateDict()).get("a.first")).not.toEqual(state.get("a.first"));
      target.load(state);
      expect(await target.stateDict()).toEqual(state);
      source.release();
      target.release();
    });

    it("the seed decides the first values", async () => {
      const stores = [allocated(4).store, allocated(4).store, allocated(5).store];
      const [first, again, other] = await Promise.all(stores.map((store) => store.stateDict()));
      expect(first).toEqual(again);
      expect(first!.get("b")).not.toEqual(other!.get("b"));
      for (const store of stores) store.release();
    });

    it("counts what is trained, and keeps zeros between parameters", async () => {
      const { store } = allocated();
      expect(store.count).toBe(11);
      const values = [...(await store.values.data())];
      expect(values.filter((value) => value !== 0)).toHaveLength(11);
      store.release();
    });

    it("gradients are those of the last tape alone", async () => {
      const { store, bias, pair } = allocated();
      for (let step = 0; step < 2; step++) {
        using tape = new Tape(device);
        store.watch(tape);
        tape.backward(sum(tape, square(tape, bias.value)));
      }
      const [values, gradients] = [await bias.value.data(), await bias.gradient!.data()];
      expect([...gradients]).toEqual([...values].map((value) => 2 * value));
      expect([...(await pair.gradient!.data())]).toEqual([0, 0, 0, 0, 0, 0]);
      store.release();
    });

    it("a state dict that does not fit changes nothing", async () => {
      const { store } = allocated();
      const before = await store.stateDict();
      const changed = () => {
        const state = new Map(before);
        state.set("a.first", { shape: [3], data: Float32Array.of(9, 9, 9) });
        return state;
      };
      const missing = changed();
      missing.delete("c");
      expect(() => store.load(missing)).toThrow(ModelFileError);
      expect(() => store.load(missing)).toThrow("the model has no tensor c");
      const reshaped = changed().set("c", { shape: [1, 2], data: new Float32Array(2) });
      expect(() => store.load(reshaped)).toThrow("tensor c is [1, 2], its configuration asks for [2]");
      const short = changed().set("c", { shape: [2], data: new Float32Array(1) });
      expect(() => store.load(short)).toThrow("tensor c");
      expect(await store.stateDict()).toEqual(before);
      store.release();
    });

    it("gives back what it took when memory runs out", () => {
      const store = new ParameterStore();
      store.add("small", [4], constantInit(0));
      store.addState("absurd", [2 ** 26, 2 ** 26], constantInit(0));
      const before = device.memory.liveBuffers;
      expect(() => store.allocate(device, 0)).toThrow();
      expect(device.memory.liveBuffers).toBe(before);
    });

    it("refuses names twice, late declarations, and use before memory", () => {
      const store = new ParameterStore();
      const { weight } = new Linear(store, "fc", 2, 3);
      expect(() => new Linear(store, "fc", 2, 3)).toThrow("two parameters are named fc.weight: rename one");
      expect(() => weight.value).toThrow("parameter fc.weight has no memory yet: call allocate() first");
      expect(() => store.values).toThrow("call allocate() first");
      store.allocate(device, 0);
      expect(() => store.add("late", [1], constantInit(0))).toThrow(
        "parameter late: declare it before allocate()",
      );
      expect(() => store.allocate(device, 0)).toThrow("this model has its memory already");
      store.release();
      store.release();
    });
  });
}
