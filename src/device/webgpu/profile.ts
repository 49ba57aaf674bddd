/** Device time of each command, from timestamp queries. */
import type { ProfileEntry } from "../backend.js";
import type { ReadbackRing } from "./readback.js";

/** WebGPU's limit for one query set, in timestamps; two for each command. */
const QUERIES = 4096;

export class TimestampProfile {
  readonly #device: GPUDevice;
  readonly #sets: GPUQuerySet[] = [];
  readonly #kernels: string[] = [];

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** Where the next command's pass writes its begin and end. */
  next(kernel: string): GPUComputePassTimestampWrites {
    const index = (this.#kernels.length * 2) % QUERIES;
    if (index === 0) this.#sets.push(this.#device.createQuerySet({ type: "timestamp", count: QUERIES }));
    this.#kernels.push(kernel);
    const querySet = this.#sets[this.#sets.length - 1]!;
    return { querySet, beginningOfPassWriteIndex: index, endOfPassWriteIndex: index + 1 };
  }

  /** Reads the timestamps and frees the queries. */
  async resolve(readback: ReadbackRing): Promise<ProfileEntry[]> {
    const entries: ProfileEntry[] = [];
    for (const [index, set] of this.#sets.entries()) {
      const usage = GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC;
      const resolved = this.#device.createBuffer({ size: QUERIES * 8, usage });
      const encoder = this.#device.createCommandEncoder();
      const kernels = this.#kernels.slice((index * QUERIES) / 2, ((index + 1) * QUERIES) / 2);
      encoder.resolveQuerySet(set, 0, kernels.length * 2, resolved, 0);
      this.#device.queue.submit([encoder.finish()]);
      const times = new BigUint64Array(2 * kernels.length);
      await readback.read(resolved, 0, new Uint8Array(times.buffer));
      kernels.forEach((kernel, i) => {
        entries.push({ kernel, duration: Number(times[2 * i + 1]! - times[2 * i]!) / 1e6 });
      });
      resolved.destroy();
      set.destroy();
    }
    return entries;
  }
}
