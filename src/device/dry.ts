/** A device that executes nothing and holds no memory: it checks commands and counts what they would cost. */
import { DeviceError } from "../errors.js";
import type { AnyKernel, Kernel, ParamValues } from "../kernels/kernel.js";
import type { Backend } from "./backend.js";
import type { DeviceBuffer } from "./buffer.js";
import { type BindingSlices, Device } from "./device.js";

const none = () => {};

const refuse = async (): Promise<never> => {
  throw new DeviceError("a dry device computes nothing: read values on a device from openDevice()");
};

function dryBackend(): Backend {
  return {
    // Ops choose between algorithms by the kind: those of the native device are counted.
    info: {
      kind: "native",
      name: "dry",
      isGpu: false,
      maxBindingBytes: Number.MAX_SAFE_INTEGER,
      details: {},
    },
    lost: new Promise(none),
    allocate: () => ({}),
    free: none,
    execute: none,
    write: none,
    read: refuse,
    startProfile: none,
    endProfile: refuse,
    close: none,
  };
}

export class DryDevice extends Device {
  #flops = 0;
  #peakBytes = 0;

  constructor() {
    super(dryBackend());
  }

  /** Floating point operations of everything recorded so far. */
  get flops(): number {
    return this.#flops;
  }

  /** The largest `memory.liveBytes` so far. */
  get peakBytes(): number {
    return this.#peakBytes;
  }

  override createBuffer(bytes: number): DeviceBuffer {
    const buffer = super.createBuffer(bytes);
    this.#peakBytes = Math.max(this.#peakBytes, this.memory.liveBytes);
    return buffer;
  }

  override record<K extends AnyKernel>(
    kernel: K,
    bindings: BindingSlices<K>,
    params: K extends Kernel<infer P, infer _> ? ParamValues<P> : never,
  ): void {
    super.record(kernel, bindings, params);
    this.#flops += kernel.flops(params);
  }
}
