/** The WebGPU device, given an adapter and the text of the shaders. */
import { DeviceError } from "../../errors.js";
import type { AdapterTraits } from "../../kernels/kernel.js";
import type { Backend, DeviceInfo } from "../backend.js";
import type { DeviceBuffer } from "../buffer.js";
import type { Command, Dispatch } from "../command.js";
import { Words } from "../words.js";
import { adapterName, isSoftware } from "./adapter.js";
import { BindGroupCache, type Bindings, WebGpuBuffer } from "./bind_groups.js";
import { SubmitEncoder } from "./encoder.js";
import { optInFeatures, optInNames } from "./opt_ins.js";
import type { WebGpuOptIns } from "./options.js";
import { PipelineCache } from "./pipelines.js";
import { type Plan, PlanCache, SLOT_WORDS } from "./plans.js";
import { TimestampProfile } from "./profile.js";
import { lostError, ReadbackRing } from "./readback.js";
import type { ReadShader } from "./shader_source.js";
import { Uploads } from "./uploads.js";

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

export interface AdapterOptions extends WebGpuOptIns {
  readonly readShader: ReadShader;
  /** Whether the thread may be blocked while the device is behind: true with Dawn's binding for Node, false in a browser. */
  readonly blocking: boolean;
  /** More for `DeviceInfo.details`. */
  readonly details?: DeviceInfo["details"];
}

/** Opens an adapter's device. @throws {DeviceError} when the adapter gives none. */
export async function openAdapter(adapter: GPUAdapter, options: AdapterOptions): Promise<Backend> {
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
  readonly #plans: PlanCache;
  readonly #bindGroups: BindGroupCache;
  readonly #readback: ReadbackRing;
  readonly #uploads: Uploads;
  #profile: TimestampProfile | null = null;
  /** All passes' parameters, a slot each: on the host, and the buffer that each submit overwrites, in queue order. */
  readonly #words = new Words();
  #uniforms: WebGpuBuffer | null = null;
  readonly #bindings: Bindings = { buffers: [], offsets: [], sizes: [] };
  /** One buffer for each scratch binding's ordinal: commands run one after another, so they can share. */
  readonly #scratch: WebGpuBuffer[] = [];
  /** Scratch buffers outgrown by the recording being encoded, which may still use them. */
  #outgrown: WebGpuBuffer[] = [];
  #failure: string | null = null;
  #closed = false;

  constructor(adapter: GPUAdapter, device: GPUDevice, options: AdapterOptions) {
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
        ...options.details,
        maxBufferSize: limits.maxBufferSize,
        maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
        maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
        maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
      },
    };
    this.#pipelines = new PipelineCache(device, options.readShader);
    this.#plans = new PlanCache(this.#pipelines, this.traits);
    this.#bindGroups = new BindGroupCache(device);
    this.#uploads = new Uploads(device, options.blocking);
    this.#readback = new ReadbackRing(device, this.#uploads, options.blocking && software);
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

  allocate(bytes: number): WebGpuBuffer {
    if (bytes > this.#device.limits.maxBufferSize) {
      throw new DeviceError(
        `${bytes} bytes asked for, this adapter gives ${this.#device.limits.maxBufferSize} at once: use smaller batches`,
      );
    }
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    return new WebGpuBuffer(this.#device.createBuffer({ size: bytes, usage }));
  }

  free(handle: unknown): void {
    const buffer = handle as WebGpuBuffer;
    this.#bindGroups.forgetBuffer(buffer);
    buffer.gpu.destroy();
  }

  execute(commands: readonly Command[]): void {
    const plans = this.#plan(commands);
    const encoder = new SubmitEncoder(this.#device);
    let dispatched = 0;
    let slot = 0;
    for (const command of commands) {
      if (command.type === "copy") {
        const { from, to } = command;
        encoder.copy(gpuBuffer(from.buffer), from.offset, gpuBuffer(to.buffer), to.offset, word(from.bytes));
      } else if (command.type === "clear") {
        const { buffer, offset, bytes } = command.slice;
        encoder.clear(gpuBuffer(buffer), offset, word(bytes));
      } else {
        const plan = plans[dispatched++]!;
        const group = this.#bindGroups.group(plan.layout, this.#uniforms!, this.#bind(command, plan));
        if (this.#profile) encoder.beginTimedPass(this.#profile.next(plan.kernel.name));
        for (const step of plan.steps) encoder.dispatch(step, group, (slot + step.slot) * SLOT_WORDS * 4);
        slot += plan.slots;
      }
    }
    this.#device.queue.submit([encoder.finish()]);
    for (const buffer of this.#outgrown) this.free(buffer);
    this.#outgrown = [];
  }

  write(handle: unknown, offset: number, given: Uint8Array): void {
    this.#uploads.add(given.byteLength);
    // Dawn's binding crashes on shared memory.
    const data = given.buffer instanceof ArrayBuffer ? given : given.slice();
    const whole = data.byteLength - (data.byteLength % 4);
    const target = (handle as WebGpuBuffer).gpu;
    // Dawn's binding takes whole words: the last bytes travel with padding of their own.
    if (whole > 0) this.#device.queue.writeBuffer(target, offset, data as Uint8Array<ArrayBuffer>, 0, whole);
    if (whole < data.byteLength) {
      const tail = new Uint8Array(4);
      tail.set(data.subarray(whole));
      this.#device.queue.writeBuffer(target, offset + whole, tail);
    }
  }

  async read(handle: unknown, offset: number, into: Uint8Array): Promise<void> {
    if (this.#failure) throw lostError(this.#failure);
    await this.#readback.read((handle as WebGpuBuffer).gpu, offset, into);
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
    this.#bindGroups.clear();
    this.#plans.clear();
    this.#pipelines.clear();
    this.#device.destroy();
  }

  /** The plans of all dispatches; their parameters are on their way to the device. */
  #plan(commands: readonly Command[]): Plan[] {
    const plans: Plan[] = [];
    let slots = 0;
    for (const command of commands) {
      if (command.type !== "dispatch") continue;
      const plan = this.#plans.plan(command, this.#words, slots);
      plans.push(plan);
      slots += plan.slots;
    }
    if (slots === 0) return plans;
    const used = slots * SLOT_WORDS;
    if (!this.#uniforms || this.#uniforms.gpu.size < 4 * used) {
      if (this.#uniforms) this.free(this.#uniforms);
      const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
      const size = Math.max(4 * this.#words.u32.length, 65536);
      this.#uniforms = new WebGpuBuffer(this.#device.createBuffer({ size, usage }));
    }
    this.#uploads.add(4 * used);
    this.#device.queue.writeBuffer(this.#uniforms.gpu, 0, this.#words.u32, 0, used);
    return plans;
  }

  /** The storage bindings of a command, in the one place that they are gathered in. */
  #bind({ kernel, slices }: Dispatch, { sizes }: Plan): Bindings {
    const bindings = this.#bindings;
    bindings.sizes = sizes;
    let given = 0;
    let scratch = 0;
    for (let i = 0; i < sizes.length; i++) {
      if (kernel.bindingList[i]![1].access === "scratch") {
        bindings.buffers[i] = this.#scratchBuffer(scratch++, sizes[i]!);
        bindings.offsets[i] = 0;
      } else {
        const { buffer, offset } = slices[given++]!;
        bindings.buffers[i] = buffer.handle as WebGpuBuffer;
        bindings.offsets[i] = offset;
      }
    }
    return bindings;
  }

  #scratchBuffer(ordinal: number, bytes: number): WebGpuBuffer {
    const existing = this.#scratch[ordinal];
    if (existing && existing.gpu.size >= bytes) return existing;
    if (bytes > this.info.maxBindingBytes) {
      throw new DeviceError(
        `${bytes} bytes of scratch memory asked for, this adapter binds ${this.info.maxBindingBytes} at once: use smaller batches`,
      );
    }
    const rounded = 2 ** Math.ceil(Math.log2(Math.max(bytes, 4096)));
    const buffer = this.allocate(Math.max(bytes, Math.min(rounded, this.info.maxBindingBytes)));
    if (existing) this.#outgrown.push(existing);
    this.#scratch[ordinal] = buffer;
    return buffer;
  }
}

function gpuBuffer(buffer: DeviceBuffer): GPUBuffer {
  return (buffer.handle as WebGpuBuffer).gpu;
}

/** Invocations of a subgroup; 0 where the driver chooses it for each shader, or has none. */
function subgroupSize({ features, info }: GPUAdapter): number {
  const { subgroupMinSize: least = 0, subgroupMaxSize: most = 0 } = info;
  return features.has("subgroups") && least === most ? most : 0;
}
