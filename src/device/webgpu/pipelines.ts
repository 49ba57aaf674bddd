/** Shader modules, layouts and pipelines, each made once. */
import type { AnyKernel, ParamTypes, ParamValues, Pass } from "../../kernels/kernel.js";
import { assembleShader, type ReadShader } from "./shader_source.js";

type Constants = Readonly<Record<string, number>>;

interface Variant {
  readonly shader: string;
  readonly entry: string;
  readonly constants: Constants;
  readonly pipeline: GPUComputePipeline;
}

/** What all pipelines of a kernel share. */
export interface KernelLayout {
  /** A small number of its own, for hashes. */
  readonly id: number;
  readonly group: GPUBindGroupLayout;
  readonly pipeline: GPUPipelineLayout;
  /** Size of the uniform struct, as WGSL rounds it. */
  readonly uniformBytes: number;
}

export class PipelineCache {
  readonly #device: GPUDevice;
  readonly #readShader: ReadShader;
  readonly #modules = new Map<string, GPUShaderModule>();
  readonly #layouts = new Map<AnyKernel, KernelLayout>();
  /** A kernel has a few, so that looking through them is quicker than making a key. */
  readonly #variants = new Map<AnyKernel, Variant[]>();

  constructor(device: GPUDevice, readShader: ReadShader) {
    this.#device = device;
    this.#readShader = readShader;
  }

  pipeline(kernel: AnyKernel, pass: Pass<ParamValues<ParamTypes>>): GPUComputePipeline {
    const { entry, shader = kernel.name, constants = {} } = pass;
    const variants = this.#variants.get(kernel) ?? [];
    this.#variants.set(kernel, variants);
    const found = variants.find(
      (variant) =>
        variant.entry === entry && variant.shader === shader && sameConstants(variant.constants, constants),
    );
    if (found) return found.pipeline;
    const pipeline = this.#device.createComputePipeline({
      label: `${kernel.name}/${shader}/${entry}/${JSON.stringify(constants)}`,
      layout: this.layout(kernel).pipeline,
      compute: { module: this.#module(kernel, shader), entryPoint: entry, constants },
    });
    variants.push({ shader, entry, constants, pipeline });
    return pipeline;
  }

  layout(kernel: AnyKernel): KernelLayout {
    const existing = this.#layouts.get(kernel);
    if (existing) return existing;
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
    const layout: KernelLayout = {
      id: this.#layouts.size,
      group,
      pipeline: this.#device.createPipelineLayout({ bindGroupLayouts: [group] }),
      uniformBytes: Math.max(16, Math.ceil((kernel.paramList.length * 4) / 16) * 16),
    };
    this.#layouts.set(kernel, layout);
    return layout;
  }

  clear(): void {
    this.#variants.clear();
    this.#modules.clear();
    this.#layouts.clear();
  }

  #module(kernel: AnyKernel, shader: string): GPUShaderModule {
    const label = `${kernel.name}/${shader}`;
    let module = this.#modules.get(label);
    if (!module) {
      module = this.#device.createShaderModule({
        label,
        code: assembleShader(kernel, shader, this.#readShader),
      });
      this.#modules.set(label, module);
    }
    return module;
  }
}

function sameConstants(a: Constants, b: Constants): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
