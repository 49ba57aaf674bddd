/** Shader modules, pipelines and bind groups, each made once. */
import type { AnyKernel, ParamTypes, ParamValues, Pass } from "../kernels/kernel.js";
import { shaderSource } from "./shader_source.js";

/** Bind groups kept; pooled buffers recur, so a training step finds all of its own again. */
const MAX_BIND_GROUPS = 4096;

interface KernelLayout {
  readonly group: GPUBindGroupLayout;
  readonly pipeline: GPUPipelineLayout;
}

export class PipelineCache {
  readonly #device: GPUDevice;
  readonly #layouts = new Map<string, KernelLayout>();
  readonly #modules = new Map<string, GPUShaderModule>();
  readonly #pipelines = new Map<string, GPUComputePipeline>();
  #groups = new Map<string, { group: GPUBindGroup; buffers: readonly GPUBuffer[] }>();
  readonly #bufferIds = new WeakMap<GPUBuffer, number>();
  #nextId = 0;

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  pipeline(kernel: AnyKernel, pass: Pass<ParamValues<ParamTypes>>): GPUComputePipeline {
    const shader = pass.shader ?? kernel.name;
    const constants = pass.constants ?? {};
    const key = `${kernel.name}/${shader}/${pass.entry}/${JSON.stringify(constants)}`;
    let pipeline = this.#pipelines.get(key);
    if (!pipeline) {
      pipeline = this.#device.createComputePipeline({
        label: key,
        layout: this.#layout(kernel).pipeline,
        compute: { module: this.#module(shader), entryPoint: pass.entry, constants },
      });
      this.#pipelines.set(key, pipeline);
    }
    return pipeline;
  }

  /** The group of a kernel's uniform (bound with a dynamic offset) and storage bindings. */
  bindGroup(kernel: AnyKernel, bindings: readonly GPUBufferBinding[], uniforms: GPUBuffer): GPUBindGroup {
    const key = `${kernel.name}/${this.#id(uniforms)}/${bindings
      .map(({ buffer, offset, size }) => `${this.#id(buffer)}:${offset}:${size}`)
      .join("/")}`;
    const cached = this.#groups.get(key);
    if (cached) return cached.group;
    if (this.#groups.size >= MAX_BIND_GROUPS) this.#groups.clear();
    const uniform = { buffer: uniforms, offset: 0, size: uniformBytes(kernel) };
    const group = this.#device.createBindGroup({
      label: kernel.name,
      layout: this.#layout(kernel).group,
      entries: [uniform, ...bindings].map((resource, binding) => ({ binding, resource })),
    });
    this.#groups.set(key, { group, buffers: [uniforms, ...bindings.map(({ buffer }) => buffer)] });
    return group;
  }

  forgetBuffer(buffer: GPUBuffer): void {
    for (const [key, { buffers }] of this.#groups) if (buffers.includes(buffer)) this.#groups.delete(key);
  }

  clear(): void {
    this.#groups.clear();
    this.#pipelines.clear();
    this.#modules.clear();
    this.#layouts.clear();
  }

  #id(buffer: GPUBuffer): number {
    let id = this.#bufferIds.get(buffer);
    if (id === undefined) {
      id = this.#nextId++;
      this.#bufferIds.set(buffer, id);
    }
    return id;
  }

  #module(shader: string): GPUShaderModule {
    let module = this.#modules.get(shader);
    if (!module) {
      module = this.#device.createShaderModule({ label: shader, code: shaderSource(shader) });
      this.#modules.set(shader, module);
    }
    return module;
  }

  #layout(kernel: AnyKernel): KernelLayout {
    let layout = this.#layouts.get(kernel.name);
    if (!layout) {
      const uniform: GPUBufferBindingLayout = { type: "uniform", hasDynamicOffset: true };
      const storage = kernel.bindingList.map(
        ([, { access }]): GPUBufferBindingLayout => ({
          type: access === "read" ? "read-only-storage" : "storage",
        }),
      );
      const group = this.#device.createBindGroupLayout({
        label: kernel.name,
        entries: [uniform, ...storage].map((buffer, binding) => ({
          binding,
          visibility: GPUShaderStage.COMPUTE,
          buffer,
        })),
      });
      layout = { group, pipeline: this.#device.createPipelineLayout({ bindGroupLayouts: [group] }) };
      this.#layouts.set(kernel.name, layout);
    }
    return layout;
  }
}

/** The uniform struct's size as WGSL rounds it. */
function uniformBytes(kernel: AnyKernel): number {
  return Math.max(16, Math.ceil((kernel.paramList.length * 4) / 16) * 16);
}
