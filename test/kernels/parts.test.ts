/**
 * What is computed part by part has the same bits however many parts are computed at once: the sums of a batch's
 * shards, the outer indices of a reduction, the matrices of a batched product and the rows of a plain one.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Device } from "../../src/device/index.js";
import { type HostArray, hostArray } from "../../src/kernels/compare.js";
import { conv2dBackwardWeight } from "../../src/kernels/conv2d.js";
import { type Conv2dWeightParams, inputSize, outputSize } from "../../src/kernels/conv2d_shape.js";
import { type Params as GemmParams, gemm } from "../../src/kernels/gemm.js";
import type { AnyKernel, DType } from "../../src/kernels/kernel.js";
import { denseView, type ReduceOp, reduce, reduceOps } from "../../src/kernels/reduce.js";
import { type CaseInputs, caseInputs } from "../../src/kernels/run_case.js";
import { uniform } from "../../src/kernels/sample.js";
import { shardBegins } from "../../src/parallel/shards.js";
import { Random } from "../../src/random/philox.js";
import { conformanceDevices } from "../support/conformance.js";
import { runKernel } from "../support/run_kernel.js";

const seed = Number(process.env.SKEIN_SEED ?? 20261128);

/** Where all parts are computed at once, and where some of them are: on the CPU with other threads. */
interface Devices {
  readonly whole: Device;
  readonly parts: Device;
}

/** Where two arrays differ, bit by bit, or -1. */
function firstDifference(a: HostArray, b: HostArray): number {
  const [x, y] = [a, b].map((values) => new Uint32Array(values.buffer, values.byteOffset, values.length));
  if (x!.length !== y!.length) return Math.min(x!.length, y!.length);
  return x!.findIndex((word, i) => word !== y![i]);
}

function expectSame(got: HostArray, want: HostArray, what: string) {
  const i = firstDifference(got, want);
  expect(i, `${what}: element ${i} is ${got[i]}, not ${want[i]} (seed ${seed})`).toBe(-1);
}

/** Elements [begin, end) of an array, in memory of their own. */
const part = (values: HostArray, begin: number, end: number) => values.slice(begin, end) as HostArray;

function concat(arrays: readonly HostArray[], dtype: DType = "f32"): HostArray {
  return hostArray(
    dtype,
    new Uint8Array(Buffer.concat(arrays.map((each) => Buffer.from(each.buffer)))).buffer,
  );
}

const drawn = new Map<string, CaseInputs>();

/**
 * The inputs of a case, drawn once for all devices. Factors of a product are in [-scale, scale): those of a small scale
 * multiply to 0, or to -0.
 */
function inputsOf(kernel: AnyKernel, params: Readonly<Record<string, number>>, scale = 1): CaseInputs {
  const key = `${kernel.name} ${JSON.stringify(params)} ${scale}`;
  const scaled = uniform<Readonly<Record<string, number>>>(-scale, scale);
  const samples = kernel.name === gemm.name ? { a: scaled, b: scaled } : {};
  const inputs = drawn.get(key) ?? caseInputs(kernel, { params, samples }, seed);
  drawn.set(key, inputs);
  return inputs;
}

const SHARDS = 16;

/** A convolution of a kind with random sizes. `few`: input channels that the CPU takes by whole rows of the kernel. */
function drawConv2d(kind: "many" | "few" | "groups" | "depthwise" | "dilation", random: Random) {
  const between = (low: number, high: number) => low + random.integer(high - low + 1);
  const groups = kind === "groups" ? between(2, 3) : kind === "depthwise" ? between(9, 40) : 1;
  const perGroup = kind === "depthwise" ? 1 : between(kind === "few" ? 1 : 4, kind === "few" ? 3 : 20);
  const outputs = kind === "depthwise" ? 1 : between(3, kind === "groups" ? 21 : 40);
  const kernel = between(2, 4);
  const dilation = kind === "dilation" ? 2 : 1;
  const stride = between(1, 2);
  const [height, width] = [between(10, 19), between(10, 19)];
  const pad = between(0, 2);
  const out = (extent: number) => Math.floor((extent + 2 * pad - dilation * (kernel - 1) - 1) / stride) + 1;
  return {
    batch: between(SHARDS, 4 * SHARDS),
    ...{ height, width, in_channels: groups * perGroup, out_height: out(height), out_width: out(width) },
    ...{
      out_channels: groups * outputs,
      kernel_h: kernel,
      kernel_w: kernel,
      stride_h: stride,
      stride_w: stride,
    },
    ...{ pad_h: pad, pad_w: pad, dilation_h: dilation, dilation_w: dilation, groups, has_bias: 0 },
  };
}

/** The sums of all shards in one call, then of four at a time out of their own images, then of each by itself. */
async function checkShards(
  { whole, parts }: Devices,
  kernel: AnyKernel,
  p: Omit<Conv2dWeightParams, "first" | "shards" | "longer">,
) {
  const first = 3;
  const begins = shardBegins(p.batch, SHARDS);
  const all = { ...p, first, shards: SHARDS, longer: p.batch % SHARDS };
  const inputs = inputsOf(kernel, all);
  const want = await runKernel(whole, kernel, inputs, all);
  const image = { ...p, batch: 1 };
  const own = (begin: number, end: number) => ({
    ...caseInputs(kernel, { params: { ...all, batch: 0, shards: end - begin, longer: 0 } }, seed),
    x: part(
      inputs.x!,
      (first + begins[begin]!) * inputSize(image),
      (first + begins[end]!) * inputSize(image),
    ),
    dy: part(
      inputs.dy!,
      (first + begins[begin]!) * outputSize(image),
      (first + begins[end]!) * outputSize(image),
    ),
  });
  for (const [shards, copied] of [
    [4, true],
    [1, false],
  ] as const) {
    const calls = [];
    for (let shard = 0; shard < SHARDS; shard += shards) {
      const params = {
        ...p,
        batch: begins[shard + shards]! - begins[shard]!,
        first: copied ? 0 : first + begins[shard]!,
        shards,
        longer: Math.max(0, Math.min(shards, all.longer - shard)),
      };
      const { x, dy, ...outputs } = own(shard, shard + shards);
      const images = copied ? { x, dy } : { x: inputs.x!, dy: inputs.dy! };
      calls.push(await runKernel(parts, kernel, { ...outputs, ...images }, params));
    }
    for (const key of ["dweight", "dbias"]) {
      const got = concat(calls.map((each) => each[key]!));
      expectSame(got, want[key]!, `${key} of ${JSON.stringify(all)}, ${shards} shards a call`);
    }
  }
}

/** Reductions of 16 outer indices, at once and one by one into a part of y. */
async function checkOuter({ whole, parts }: Devices, op: ReduceOp, axis: number, inner: number) {
  const outer = 16;
  const params = { ...denseView(outer, axis, inner), op: reduceOps[op], scale: 1 / axis };
  const inputs = inputsOf(reduce, params);
  const want = await runKernel(whole, reduce, inputs, params);
  let y = inputs.y!;
  for (let o = 0; o < outer; o++) {
    const single = {
      ...params,
      ...denseView(1, axis, inner),
      x_offset: o * axis * inner,
      y_offset: o * inner,
    };
    y = (await runKernel(parts, reduce, { ...inputs, y }, single)).y!;
  }
  expectSame(y, want.y!, `${op} of [${outer}, ${axis}, ${inner}]`);
}

const plain: Omit<GemmParams, "m" | "n" | "k" | "lda" | "ldb" | "ldc"> = {
  ...{ batch: 1, trans_a: 0, trans_b: 0, a_offset: 0, b_offset: 0, c_offset: 0 },
  ...{ a_stride: 0, b_stride: 0, c_stride: 0, bias_stride: 0, has_bias: 0, accumulate: 0, b_number: 0 },
};

/** A batch of products of a transposed, as of weights' gradients: at once and one by one. */
async function checkBatch({ whole, parts }: Devices, m: number, n: number, k: number) {
  const params = {
    ...{ ...plain, batch: 16, m, n, k, trans_a: 1, lda: m, ldb: n, ldc: n },
    ...{ a_stride: m * k, b_stride: n * k, c_stride: m * n },
  };
  const inputs = inputsOf(gemm, params);
  const want = await runKernel(whole, gemm, inputs, params);
  let c = inputs.c!;
  for (let i = 0; i < params.batch; i++) {
    const offsets = { a_offset: i * m * k, b_offset: i * n * k, c_offset: i * m * n };
    c = (await runKernel(parts, gemm, { ...inputs, c }, { ...params, batch: 1, ...offsets })).c!;
  }
  expectSame(c, want.c!, `c of ${JSON.stringify(params)}`);
}

interface Rows {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly trans_b: number;
  readonly has_bias: number;
  readonly accumulate?: number;
}

/** Rows of a product: all at once, and some at a time. */
async function checkRows({ whole, parts }: Devices, sizes: Rows, counts: readonly number[], scale = 1) {
  const { m, n, k, trans_b } = sizes;
  const params = { ...plain, ...sizes, lda: k, ldb: trans_b ? k : n, ldc: n };
  const inputs = inputsOf(gemm, params, scale);
  const want = await runKernel(whole, gemm, inputs, params);
  for (const rows of counts) {
    const got = [];
    for (let row = 0; row < m; row += rows) {
      const end = Math.min(m, row + rows);
      const own = { a: part(inputs.a!, row * k, end * k), c: part(inputs.c!, row * n, end * n) };
      got.push((await runKernel(parts, gemm, { ...inputs, ...own }, { ...params, m: end - row })).c!);
    }
    expectSame(concat(got), want.c!, `c of ${JSON.stringify(params)}, ${rows} rows a call`);
  }
}

const batches: readonly (readonly [m: number, n: number, k: number])[] = [
  [768, 448, 31],
  [130, 448, 217],
  [5, 3, 31],
  [64, 32, 217],
  [150, 100, 32],
  [20, 17, 1100],
];

const products: readonly (readonly [m: number, n: number, k: number, rows: number[]])[] = [
  [5, 44, 28, [1, 2]],
  [9, 300, 128, [1, 4]],
  [5, 80, 1100, [1, 2]],
  [4, 640, 2048, [1]],
  [500, 768, 256, [31, 125]],
  [500, 10, 256, [32, 250]],
  [500, 80, 448, [31, 250]],
  [300, 80, 1100, [31, 100]],
  [500, 10, 2048, [31, 250]],
  [300, 80, 9216, [31]],
];

for (const { title, skip, open } of conformanceDevices) {
  describe.skipIf(skip)(`parts [${title}]${skip ? ` (${skip})` : ""}`, () => {
    let devices: Devices;
    beforeAll(async () => {
      const whole = await open();
      devices = { whole, parts: title === "webgpu" ? whole : await open({ threads: 3 }) };
    });
    afterAll(() => {
      for (const device of new Set([devices.whole, devices.parts])) device.close();
    });
    const software = title === "webgpu";

    for (const [i, kind] of (["many", "few", "groups", "depthwise", "dilation"] as const).entries()) {
      const draws = software ? 1 : 4;
      it(`shards of conv2d_backward_weight, ${kind}`, async () => {
        const random = new Random(seed, i);
        for (let draw = 0; draw < draws; draw++) {
          await checkShards(devices, conv2dBackwardWeight, drawConv2d(kind, random));
        }
      });
    }

    it.runIf(software)("shards of conv2d_backward_weight, the shader for GPUs", async () => {
      const kernel: AnyKernel = {
        ...conv2dBackwardWeight,
        passes: (params, adapter) => conv2dBackwardWeight.passes(params, { ...adapter, software: false }),
      };
      const random = new Random(seed, 9);
      for (const kind of ["many", "groups"] as const)
        await checkShards(devices, kernel, drawConv2d(kind, random));
    });

    it.each([
      [31, 1],
      [700, 1],
      [20_001, 1],
      [31, 64],
      [300, 3],
      [700, 10],
      [150, 67],
      [1600, 33],
      [17, 2500],
    ])("outer indices of reduce, axis %i, inner %i", async (axis, inner) => {
      for (const op of ["sum", "sum_of_squares", "max"] as const) await checkOuter(devices, op, axis, inner);
    });

    for (const [m, n, k] of software ? ([[30, 20, 217]] as const) : batches) {
      it(`products of a batch, m ${m}, n ${n}, k ${k}`, () => checkBatch(devices, m, n, k));
    }

    for (const [m, n, k, rows] of software ? ([[70, 10, 1100, [7, 32]]] as const) : products) {
      it(`rows of a product, m ${m}, n ${n}, k ${k}`, async () => {
        for (const trans_b of [0, 1]) await checkRows(devices, { m, n, k, trans_b, has_bias: trans_b }, rows);
        await checkRows(devices, { m, n, k, trans_b: 0, has_bias: 1, accumulate: 1 }, rows.slice(0, 1));
      });
    }

    it("rows of a product, -0", async () => {
      for (const [n, k] of software
        ? [[10, 20]]
        : [
            [80, 40],
            [37, 40],
            [80, 300],
          ]) {
        for (const trans_b of [0, 1]) {
          await checkRows(devices, { m: 500, n: n!, k: k!, trans_b, has_bias: 0 }, [31, 250], 1e-24);
        }
      }
    });
  });
}
