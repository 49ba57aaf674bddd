/** Copies device memory to the host through mappable buffers that are reused. */
import { DeviceError } from "../../errors.js";
import type { Uploads } from "./uploads.js";

/**
 * Dawn's binding asks in every turn of the event loop whether a map is done, which keeps a core busy.
 * A GPU does not mind. A software adapter computes on those same cores: on two of them it took twice as
 * long, and up to ten times where a pass has many short dispatches. So turns are spaced out there.
 */
const NAP_MS = 0.3;

export class ReadbackRing {
  readonly #device: GPUDevice;
  readonly #uploads: Uploads;
  readonly #naps: Int32Array | null;
  readonly #free: GPUBuffer[] = [];
  #napping = false;
  readonly #pending = new Set<(reason: DeviceError) => void>();

  /** `naps`: the adapter computes on the host's cores, and the thread may be blocked. */
  constructor(device: GPUDevice, uploads: Uploads, naps: boolean) {
    this.#device = device;
    this.#uploads = uploads;
    this.#naps = naps ? new Int32Array(new SharedArrayBuffer(4)) : null;
  }

  /** Fills `into` from a range, once everything submitted before is done. */
  read(source: GPUBuffer, offset: number, into: Uint8Array): Promise<void> {
    const size = Math.max(4, Math.ceil(into.length / 4) * 4);
    const staging = this.#take(size);
    const encoder = this.#device.createCommandEncoder();
    encoder.copyBufferToBuffer(source, offset, staging, 0, size);
    this.#device.queue.submit([encoder.finish()]);
    if (this.#naps && !this.#napping) setImmediate(() => this.#nap());
    this.#napping = this.#naps !== null;
    const { sent } = this.#uploads;
    return new Promise((resolve, reject) => {
      this.#pending.add(reject);
      this.#uploads
        .begin(() => staging.mapAsync(GPUMapMode.READ, 0, size))
        .then(() => {
          this.#uploads.finish(sent);
          into.set(new Uint8Array(staging.getMappedRange(0, size), 0, into.length));
          staging.unmap();
          this.#free.push(staging);
          resolve();
        })
        .catch((cause: Error) => reject(lostError(cause.message, cause)))
        .finally(() => this.#pending.delete(reject));
    });
  }

  /** Settles every read under way when the device is gone: Dawn does not promise to. */
  rejectAll(reason: DeviceError): void {
    for (const reject of this.#pending) reject(reason);
    this.#pending.clear();
  }

  /** Leaves the cores to the adapter for a moment in each turn of the event loop, while a read is under way. */
  #nap(): void {
    this.#napping = this.#pending.size > 0;
    if (!this.#napping) return;
    Atomics.wait(this.#naps!, 0, 0, NAP_MS);
    setImmediate(() => this.#nap());
  }

  #take(size: number): GPUBuffer {
    const index = this.#free.findIndex((buffer) => buffer.size >= size && buffer.size <= 4 * size + 4096);
    if (index >= 0) return this.#free.splice(index, 1)[0]!;
    const rounded = 2 ** Math.ceil(Math.log2(Math.max(size, 256)));
    return this.#device.createBuffer({
      size: rounded,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
  }
}

/** For people: a device that is gone, and what to do. */
export function lostError(reason: string, cause?: Error): DeviceError {
  return new DeviceError(`the webgpu device was lost (${reason}): open it again with openDevice()`, {
    cause,
  });
}
