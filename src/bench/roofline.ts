/**
 * What a device reaches at best, measured beside the work it is compared with
 * (Williams, Waterman and Patterson, "Roofline", 2009).
 */
import { Tape } from "../autograd/index.js";
import type { Device } from "../device/index.js";
import { scaledAdd } from "../kernels/binary.js";
import { matmul } from "../ops/index.js";
import { tensor, zeros } from "../tensor/index.js";
import { normalTensor } from "./case.js";
import { type Contestant, measure, type Pace } from "./measure.js";
import type { Roofline } from "./result.js";
import { summarize } from "./statistics.js";

interface Scale {
  /** Float32 values of each of the two streams: more than any cache holds. */
  readonly values: number;
  /** Side of the matrices whose product stands for multiply-add. */
  readonly side: number;
}

function scaleFor({ info }: Device, quick: boolean): Scale {
  if (quick) return { values: 2 ** 18, side: 128 };
  // A software adapter needs seconds for 2048.
  const side = info.kind === "webgpu" && !info.isGpu ? 1024 : 2048;
  return { values: Math.min(2 ** 26, Math.floor(info.maxBindingBytes / 4)), side };
}

/** Measures memory and arithmetic of a device by `scaled_add` and a large `gemm`; the best sample counts. */
export async function measureRoofline(device: Device, pace: Pace, quick: boolean): Promise<Roofline> {
  const { values, side } = scaleFor(device, quick);
  const stream = await streamRate(device, values, pace);
  const fma = await gemmRate(device, side, pace);
  return {
    streamGBs: stream,
    stream: `scaled_add, y += a x, ${(values / 2 ** 18).toFixed(0)} MiB each`,
    fmaGFlops: fma,
    fma: `gemm ${side} x ${side} x ${side}`,
  };
}

async function streamRate(device: Device, count: number, pace: Pace): Promise<number> {
  using x = zeros(device, [count]);
  using y = zeros(device, [count]);
  const params = { count, alpha: 0.5 };
  const best = await bestMs(device, pace, () => device.record(scaledAdd, { x: x.slice, y: y.slice }, params));
  return scaledAdd.bytes(params) / best / 1e6;
}

async function gemmRate(device: Device, side: number, pace: Pace): Promise<number> {
  const shape = [side, side];
  using a = tensor(device, normalTensor(shape, 0).data, shape);
  using b = tensor(device, normalTensor(shape, 1).data, shape);
  const best = await bestMs(device, pace, () => {
    using tape = new Tape(device, { gradient: false });
    matmul(tape, a, b);
  });
  return (2 * side ** 3) / best / 1e6;
}

async function bestMs(device: Device, pace: Pace, record: () => void): Promise<number> {
  const contestant: Contestant = {
    name: "roofline",
    async time(runs) {
      const start = performance.now();
      for (let i = 0; i < runs; i++) record();
      await device.sync();
      return (performance.now() - start) / runs;
    },
  };
  const [samples] = await measure([contestant], pace);
  return summarize(samples!).min;
}

/** Share of what the roofline allows; of work without arithmetic, of the bytes that can move. */
export function rooflineShare(
  roofline: Roofline,
  { flops, bytes, seconds }: { flops: number; bytes: number; seconds: number },
): number {
  if (flops === 0) return bytes / seconds / 1e9 / roofline.streamGBs;
  return flops / seconds / 1e9 / attainable(roofline, flops / bytes);
}

/** GFLOP/s that the roofline allows at an intensity in flop per byte. */
export function attainable({ streamGBs, fmaGFlops }: Roofline, intensity: number): number {
  return Math.min(fmaGFlops, streamGBs * intensity);
}
