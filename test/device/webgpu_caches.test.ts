/** What the WebGPU backend works out once, with a device that only counts. */
import { beforeEach, describe, expect, it } from "vitest";
import type { Dispatch } from "../../src/device/command.js";
import { BindGroupCache, WebGpuBuffer } from "../../src/device/webgpu/bind_groups.js";
import type { KernelLayout, PipelineCache } from "../../src/device/webgpu/pipelines.js";
import { PlanCache, SLOT_WORDS } from "../../src/device/webgpu/plans.js";
import { Words } from "../../src/device/words.js";
import type { AdapterTraits, AnyKernel } from "../../src/kernels/kernel.js";

const layoutOf = (id: number) => ({ id, uniformBytes: 16 }) as KernelLayout;
const buffer = () => new WebGpuBuffer({} as GPUBuffer);

describe("bind groups", () => {
  let made: number;
  let cache: BindGroupCache;
  const [layout, uniforms, a, b] = [layoutOf(0), buffer(), buffer(), buffer()];
  const find = (buffers: WebGpuBuffer[], { offsets = [0, 0], sizes = [16, 16], from = layout } = {}) =>
    cache.group(from, uniforms, { buffers, offsets, sizes });

  beforeEach(() => {
    made = 0;
    cache = new BindGroupCache({ createBindGroup: () => ({ number: made++ }) } as unknown as GPUDevice);
  });

  it("are made once for what they bind", () => {
    const first = find([a, b]);
    const others = [
      find([b, a]),
      find([a, b], { offsets: [0, 256] }),
      find([a, b], { sizes: [16, 32] }),
      find([a, b], { from: layoutOf(1) }),
    ];
    expect(new Set([first, ...others]).size).toBe(5);
    expect(find([a, b])).toBe(first);
    expect(find([a, b], { offsets: [0, 256] })).toBe(others[1]);
    expect(made).toBe(5);
  });

  it("go with a buffer that is forgotten, and no other buffer keeps them", () => {
    const both = find([a, b]);
    const alone = find([a, a]);
    cache.forgetBuffer(b);
    expect([a.groups.size, b.groups.size, uniforms.groups.size]).toEqual([1, 0, 1]);
    expect(find([a, a])).toBe(alone);
    expect(find([a, b])).not.toBe(both);
    cache.clear();
    expect([a.groups.size, b.groups.size, uniforms.groups.size]).toEqual([0, 0, 0]);
  });

  it("are not more than a bound, however many are asked for", () => {
    for (let i = 0; i < 10_000; i++) find([a, b], { offsets: [0, 256 * i] });
    expect(a.groups.size).toBeLessThanOrEqual(4096);
    cache.clear();
  });
});

describe("plans", () => {
  let evaluated: number;
  let plans: PlanCache;
  const words = new Words(1);
  /** As many passes as `steps`, of which all but the first have a `step` of their own. */
  const kernel = {
    name: "probe",
    paramList: [
      ["steps", "u32"],
      ["step", "u32"],
      ["alpha", "f32"],
    ],
    bindingList: [["x", { access: "read", dtype: "u8", size: ({ steps }: { steps: number }) => 17 * steps }]],
    passes({ steps }: { steps: number }) {
      evaluated++;
      return Array.from({ length: steps }, (_, step) => ({
        entry: "main",
        grid: [steps],
        ...(step > 0 && { params: { step } }),
      }));
    },
  } as unknown as AnyKernel;
  const command = (params: Dispatch["params"]): Dispatch => ({
    type: "dispatch",
    kernel,
    slices: [],
    params,
  });
  const slot = (index: number) => {
    const at = index * SLOT_WORDS;
    return [words.u32[at], words.u32[at + 1], words.f32[at + 2]];
  };

  beforeEach(() => {
    evaluated = 0;
    const pipelines = { layout: () => layoutOf(3), pipeline: () => ({}) } as unknown as PipelineCache;
    plans = new PlanCache(pipelines, {} as AdapterTraits);
  });

  it("are worked out once for the same parameters, which are written each time", () => {
    const plan = plans.plan(command({ steps: 3, step: 0, alpha: 0.5 }), words, 0);
    expect(plan.steps.map(({ x, y, z, slot }) => [x, y, z, slot])).toEqual([
      [3, 1, 1, 0],
      [3, 1, 1, 1],
      [3, 1, 1, 2],
    ]);
    expect(plan.sizes).toEqual([64]);
    const other = plans.plan(command({ steps: 1, step: 9, alpha: 0.5 }), words, 3);
    expect(other).not.toBe(plan);
    expect(plans.plan(command({ steps: 3, step: 0, alpha: 0.5 }), words, 4)).toBe(plan);
    expect([0, 1, 2, 3, 4, 5, 6].map(slot)).toEqual([
      [3, 0, 0.5],
      [3, 1, 0.5],
      [3, 2, 0.5],
      [1, 9, 0.5],
      [3, 0, 0.5],
      [3, 1, 0.5],
      [3, 2, 0.5],
    ]);
    expect(evaluated).toBe(2);
  });

  it("are right however many differ", () => {
    for (let i = 0; i < 40_000; i++) {
      expect(plans.plan(command({ steps: 1, step: i, alpha: 0 }), words, 0).words[1]).toBe(i);
    }
    expect(evaluated).toBe(40_000);
    plans.plan(command({ steps: 1, step: 0, alpha: 0 }), words, 0);
    expect(evaluated).toBe(40_001);
  });
});
