/** How kernels are written as ONNX nodes. Each file of `kernels/` registers its own. */
import { ArgumentError } from "../../errors.js";
import type { Extent, GraphWriter, Traced } from "./graph_writer.js";

/** Adds the nodes that compute what the kernel writes. */
export type KernelExporter = (writer: GraphWriter, traced: Traced) => void;

const exporters = new Map<string, KernelExporter>();

/** @throws {ArgumentError} when the kernel has one. */
export function registerKernelExporter(kernel: string, exporter: KernelExporter): void {
  if (exporters.has(kernel)) throw new ArgumentError(`two exporters are for the kernel ${kernel}`);
  exporters.set(kernel, exporter);
}

export const kernelExporter = (kernel: string): KernelExporter | undefined => exporters.get(kernel);

/** A parameter of the kernel for either batch. */
export const extent = ({ both }: Traced, name: string): Extent => [
  both[0].params[name]!,
  both[1].params[name]!,
];

/** A parameter that does not depend on the batch. */
export function fixed(traced: Traced, name: string): number {
  const [a, b] = extent(traced, name);
  if (a !== b)
    throw new ArgumentError(`exportOnnx: ${traced.kernel}: ${name} depends on the number of images`);
  return a;
}

/** A tensor of the kernel, as the first batch has it. */
export const tensorOf = ({ both }: Traced, name: string) => both[0].tensors[name]!;

export const unsupported = (traced: Traced, what: string) =>
  new ArgumentError(`exportOnnx: ${traced.kernel} with ${what} has no ONNX form here: use another layer`);
