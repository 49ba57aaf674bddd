/** What a device reaches on this machine, measured in a second or so. */
import type { Device } from "../device/index.js";
import { gemm } from "../kernels/gemm.js";

export interface Rates {
  /** Bytes read and written per second by copies of a large buffer, in units of 10^9. */
  readonly copyGBs: number;
  /** Multiplications and additions per second in gemm of 1024 x 1024 matrices, in units of 10^9. */
  readonly fmaGFlops: number;
}

/** Larger than caches, small enough for any device. */
const COPY_BYTES = 2 ** 26;
const SIDE = 1024;
/** Seconds to measure for, after a first run that compiles and warms up. */
const SECONDS = 0.4;

export async function measureRates(device: Device): Promise<Rates> {
  return { copyGBs: await copyRate(device), fmaGFlops: await gemmRate(device) };
}

async function copyRate(device: Device): Promise<number> {
  const [from, to] = [0, 1].map(() => ({
    buffer: device.createBuffer(COPY_BYTES),
    offset: 0,
    bytes: COPY_BYTES,
  }));
  try {
    device.clear(from!);
    const perSecond = await repeat(device, () => device.copy(from!, to!));
    // Each byte is read once and written once.
    return (perSecond * 2 * COPY_BYTES) / 1e9;
  } finally {
    from!.buffer.release();
    to!.buffer.release();
  }
}

async function gemmRate(device: Device): Promise<number> {
  const bytes = 4 * SIDE * SIDE;
  const [a, b, c, bias] = [0, 1, 2, 3].map(() => ({ buffer: device.createBuffer(bytes), offset: 0, bytes }));
  const ones = new Float32Array(SIDE * SIDE).fill(1);
  device.write(a!, ones);
  device.write(b!, ones);
  const params = {
    ...{ batch: 1, m: SIDE, n: SIDE, k: SIDE, trans_a: 0, trans_b: 0, lda: SIDE, ldb: SIDE, ldc: SIDE },
    ...{ a_offset: 0, b_offset: 0, c_offset: 0, a_stride: 0, b_stride: 0, c_stride: 0, bias_stride: 0 },
    ...{ has_bias: 0, accumulate: 0, b_number: 0 },
  };
  try {
    const bindings = { a: a!, b: b!, c: c!, bias: bias! };
    const perSecond = await repeat(device, () => device.record(gemm, bindings, params));
    return (perSecond * gemm.flops(params)) / 1e9;
  } finally {
    for (const slice of [a, b, c, bias]) slice!.buffer.release();
  }
}

/** How often per second the device does what `record` records: batches grow until one takes long enough. */
async function repeat(device: Device, record: () => void): Promise<number> {
  record();
  await device.sync();
  for (let times = 1; ; times *= 4) {
    const start = performance.now();
    for (let i = 0; i < times; i++) record();
    await device.sync();
    const seconds = (performance.now() - start) / 1000;
    if (seconds >= SECONDS || times >= 1024) return times / seconds;
  }
}
