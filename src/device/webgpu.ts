/** The WebGPU device: Dawn through its Node bindings. */
import { DeviceError } from "../errors.js";
import { type AdapterTraits, bytesPerElement } from "../kernels/kernel.js";
import type { Backend, DeviceInfo } from "./backend.js";
import type { Command, Dispatch } from "./command.js";
import { paramWords } from "./command.js";
import { adapterName, dawnFlags, findAdapter, isSoftware, type WebGpuOptions } from "./webgpu_adapter.js";
import { optInFeatures, optInNames } from "./webgpu_opt_ins.js";
import { PipelineCache } from "./webgpu_pipelines.js";
import { TimestampProfile } from "./webgpu_profile.js";
import { lostError, ReadbackRing } from "./webgpu_readback.js";
import { Uploads } from "./webgpu_uploads.js";

/** WebGPU's default `minUniformBufferOffsetAlignment`. */
const UNIFORM_STRIDE = 256;
/** Writes and copies move whole words. */
const word = (bytes: number) => Math.ceil(bytes / 4) * 4;

const OPTIONAL_FEATURES = ["timestamp-query", "shader-f16", "subgroups"] as const;
const WANTED_LIMITS = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxComputeWorkgroupStorageSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
  "maxComputeWorkgroupSizeY",
] as const;

/** Opens an adapter's device. @throws {DeviceError} when there is none, saying what was looked for. */
export async function openWebGpu(options: WebGpuOptions = {}): Promise<Backend> {
  const adapter = await findAdapter(options);
  const optional = OPTIONAL_FEATURES.filter((feature) => adapter.features.has(feature));
  const features = new Set<string>([...optional, ...optInFeatures(options)]);
  const requiredLimits = Object.fromEntries(WANTED_LIMITS.map((name) => [name, adapter.limits[name]]));
  try {
    const device = await adapter.requestDevice({
      requiredFeatures: [...features] as GPUFeatureName[],
      requiredLimits,
    });
    return new WebGpuBackend(adapter, device, options);
  } catch (cause) {
    throw new DeviceError(
      `adapter ${adapterName(adapter)} gives no device (${(cause as Error).message}): update its driver, or use --device native`,
      { cause },
    );
  }
}

class WebGpuBackend implements Backend {
  readonly info: DeviceInfo;
  readonly traits: AdapterTraits;
  readonly lost: Promise<string>;
  readonly #device: GPUDevice;
  readonly #pipelines: PipelineCache;
  readonly #readback: ReadbackRing;
  readonly #uploads: Uploads;
  #profile: TimestampProfile | null = null;
  #uniforms: GPUBuffer | null = null;
  /** One buffer for each scratch binding's ordinal: commands run one after another, so they can share. */
  readonly #scratch: GPUBuffer[] = [];
  /** Scratch buffers outgrown by the recording being encoded, which may still use them. */
  #outgrown: GPUBuffer[] = [];
  #failure: string | null = null;
  #closed = false;

  constructor(adapter: GPUAdapter, device: GPUDevice, options: WebGpuOptions) {
    this.#device = device;
    const { limits } = device;
    const software = isSoftware(adapter);
    this.traits = {
      maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
      maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      software,
      subgroupSize: subgroupSize(adapter),
      float16: options.float16 ?? false,
      subgroupMatrix: options.subgroupMatrix ?? false,
    };
    this.info = {
      kind: "webgpu",
      name: adapterName(adapter),
      isGpu: !software,
      maxBindingBytes: limits.maxStorageBufferBindingSize,
      details: {
        vendor: adapter.info.vendor,
        architecture: adapter.info.architecture,
        description: adapter.info.description,
        software,
        features: [...device.features].sort(),
        subgroupSize: this.traits.subgroupSize,
        optIns: optInNames(options),
        dawnFlags: dawnFlags(options),
        maxBufferSize: limits.maxBufferSize,
        maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
        maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
        maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
      },
    };
    this.#pipelines = new PipelineCache(device);
    this.#uploads = new Uploads(device);
    this.#readback = new ReadbackRing(device, this.#uploads, software);
    this.lost = new Promise((resolve) => {
      const fail = (reason: string) => {
        // Closing destroys the device, which Dawn reports as a loss.
        if (this.#closed) return;
        this.#failure ??= reason;
        this.#readback.rejectAll(lostError(this.#failure));
        resolve(this.#failure);
      };
      void device.lost.then(({ reason, message }) => fail(message || reason));
      // Arguments are checked before they come here: an error is a defect, and results after it mean nothing.
      device.addEventListener("uncapturederror", (event) =>
        fail((event as GPUUncapturedErrorEvent).error.message),
      );
    });
  }

  allocate(bytes: number): GPUBuffer {
    if (bytes > this.#device.limits.maxBufferSize) {
      throw new DeviceError(
        `${bytes} bytes asked for, this adapter gives ${this.#device.limits.maxBufferSize} at once: use smaller batches`,
      );
    }
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    return this.#device.createBuffer({ size: bytes, usage });
  }

  free(handle: unknown): void {
    const buffer = handle as GPUBuffer;
    this.#pipelines.forgetBuffer(buffer);
    buffer.destroy();
  }

  execute(commands: readonly Command[]): void {
    const encoder = this.#device.createCommandEncoder();
    const dispatches = commands.filter((command) => command.type === "dispatch");
    const uniforms = this.#writeUniforms(dispatches);
    let pass: GPUComputePassEncoder | null = null;
    const endPass = () => {
      pass?.end();
      pass = null;
    };
    let slot = 0;
    for (const command of commands) {
      if (command.type === "copy") {
        endPass();
        const { from, to } = command;
        const [source, target] = [from.buffer.handle as GPUBuffer, to.buffer.handle as GPUBuffer];
        encoder.copyBufferToBuffer(source, from.offset, target, to.offset, word(from.bytes));
      } else if (command.type === "clear") {
        endPass();
        const { buffer, offset, bytes } = command.slice;
        encoder.clearBuffer(buffer.handle as GPUBuffer, offset, word(bytes));
      } else {
        const { kernel } = command;
        if (this.#profile) endPass();
        const timestamps = this.#profile?.next(kernel.name);
        pass ??= encoder.beginComputePass(timestamps ? { timestampWrites: timestamps } : {});
        const group = this.#pipelines.bindGroup(kernel, this.#bindings(command), uniforms!);
        for (const step of kernel.passes(command.params, this.traits)) {
          pass.setPipeline(this.#pipelines.pipeline(kernel, step));
          pass.setBindGroup(0, group, [slot * UNIFORM_STRIDE]);
          pass.dispatchWorkgroups(...step.grid);
          slot++;
        }
      }
    }
    endPass();
    this.#device.queue.submit([encoder.finish()]);
    for (const buffer of this.#outgrown) this.free(buffer);
    this.#outgrown = [];
  }

  write(handle: unknown, offset: number, given: Uint8Array): void {
    this.#uploads.add(given.byteLength);
    // Dawn's binding crashes on shared memory.
    const data = given.buffer instanceof ArrayBuffer ? given : given.slice();
    const whole = data.byteLength - (data.byteLength % 4);
    const target = handle as GPUBuffer;
    // Dawn's binding takes whole words: the last bytes travel with padding of their own.
    if (whole > 0) this.#device.queue.writeBuffer(target, offset, data as Uint8Array<ArrayBuffer>, 0, whole);
    if (whole < data.byteLength) {
      const tail = new Uint8Array(4);
      tail.set(data.subarray(whole));
      this.#device.queue.writeBuffer(target, offset + whole, tail);
    }
  }

  async read(handle: unknown, offset: number, bytes: number): Promise<ArrayBuffer> {
    if (this.#failure) throw lostError(this.#failure);
    return this.#readback.read(handle as GPUBuffer, offset, bytes);
  }

  startProfile(): void {
    if (!this.#device.features.has("timestamp-query")) {
      throw new DeviceError("this adapter has no timestamp queries: measure end-to-end time instead");
    }
    this.#profile = new TimestampProfile(this.#device);
  }

  async endProfile() {
    const profile = this.#profile;
    this.#profile = null;
    return profile ? profile.resolve(this.#readback) : [];
  }

  close(): void {
    this.#closed = true;
    this.#readback.rejectAll(
      new DeviceError("this device was closed before the work was done: await it, then close"),
    );
    this.#pipelines.clear();
    this.#device.destroy();
  }

  /** All passes' parameters in one buffer, a slot each; writes are ordered with submits, so it is reused. */
  #writeUniforms(dispatches: readonly Dispatch[]): GPUBuffer | null {
    const words = dispatches.flatMap(({ kernel, params }) =>
      kernel.passes(params, this.traits).map((pass) => paramWords(kernel, params, pass.params)),
    );
    if (words.length === 0) return null;
    const bytes = new Uint32Array((words.length * UNIFORM_STRIDE) / 4);
    words.forEach((values, slot) => {
      bytes.set(values, (slot * UNIFORM_STRIDE) / 4);
    });
    if (!this.#uniforms || this.#uniforms.size < bytes.byteLength) {
      if (this.#uniforms) this.free(this.#uniforms);
      const size = 2 ** Math.ceil(Math.log2(Math.max(bytes.byteLength, 65536)));
      this.#uniforms = this.#device.createBuffer({
        size,
        usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
      });
    }
    this.#uploads.add(bytes.byteLength);
    this.#device.queue.writeBuffer(this.#uniforms, 0, bytes);
    return this.#uniforms;
  }

  #bindings({ kernel, slices, params }: Dispatch): GPUBufferBinding[] {
    let given = 0;
    let scratch = 0;
    return kernel.bindingList.map(([, declared]) => {
      // Rounded up so that shaders may view a binding as vec4s; buffers are padded to 256 bytes.
      const size = Math.max(
        16,
        Math.ceil((declared.size(params) * bytesPerElement[declared.dtype]) / 16) * 16,
      );
      if (declared.access === "scratch")
        return { buffer: this.#scratchBuffer(scratch++, size), offset: 0, size };
      const { buffer, offset } = slices[given++]!;
      return { buffer: buffer.handle as GPUBuffer, offset, size };
    });
  }

  #scratchBuffer(ordinal: number, bytes: number): GPUBuffer {
    const existing = this.#scratch[ordinal];
    if (existing && existing.size >= bytes) return existing;
    if (existing) this.#outgrown.push(existing);
    const rounded = 2 ** Math.ceil(Math.log2(Math.max(bytes, 4096)));
    const buffer = this.allocate(Math.max(bytes, Math.min(rounded, this.info.maxBindingBytes)));
    this.#scratch[ordinal] = buffer;
    return buffer;
  }
}

/** Invocations of a subgroup; 0 where the driver chooses it for each shader, or has none. */
function subgroupSize({ features, info }: GPUAdapter): number {
  const { subgroupMinSize: least = 0, subgroupMaxSize: most = 0 } = info;
  return features.has("subgroups") && least === most ? most : 0;
}
