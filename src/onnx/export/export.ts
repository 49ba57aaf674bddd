/** Modules as ONNX files. */
import type { Tape } from "../../autograd/index.js";
import { ArgumentError, excerpt } from "../../errors.js";
import type { AnyModule } from "../../nn/module.js";
import type { Tensor } from "../../tensor/index.js";
import { onnxFile } from "./file.js";
import { type Extent, GraphWriter, type Traced } from "./graph_writer.js";
import { kernelExporter } from "./kernel_exporter.js";
import "./kernels/index.js";
import { TraceTape } from "./trace.js";

/** What `exportOnnx` has to know of a module, and what it leaves out. */
export interface ExportOnnxOptions {
  /** Height, width and channels of an image. */
  readonly size: { readonly height: number; readonly width: number; readonly channels: number };
  /** What pixels are taken off by and divided by first; default 0 and 1. */
  readonly normalization?: { readonly mean: number; readonly std: number };
  /**
   * The outputs by name, each computed from images [B, H, W, C] on a tape. Default: "output", the module's forward.
   */
  readonly outputs?: {
    /** Computes one output. */
    readonly [name: string]: (tape: Tape, images: Tensor) => Tensor;
  };
  /** The outputs that are written; what only others need is left out. Default: all. */
  readonly only?: readonly string[] | undefined;
}

/** What `toOnnx` of a model takes. */
export interface ToOnnxOptions {
  /** Names of the outputs that are written; what only others need is left out. Default: all. */
  readonly outputs?: readonly string[] | undefined;
}

/** Two batches that tell what depends on the number of images. */
const BATCHES = [2, 3] as const;

/**
 * A module that reads images as an ONNX file of operator set 17: its input "image" is [batch, channels, height, width], float32,
 * its batch is open; its outputs are as the module gives them, maps channels last. The module must be on a device; nothing
 * is computed. What it records is written kernel by kernel, in inference.
 *
 * ```ts
 * const bytes = await exportOnnx(classifier.network, { size: classifier.imageSize });
 * ```
 * @throws {ArgumentError} when the module records a kernel that has no ONNX form here, or is on no device; for a name in `only`
 *   that is no output's.
 */
export async function exportOnnx(module: AnyModule, options: ExportOnnxOptions): Promise<Uint8Array> {
  const { size, normalization = { mean: 0, std: 1 } } = options;
  const all = options.outputs ?? { output: (tape: Tape, images: Tensor) => module.forward(tape, images) };
  const outputs = chosen(all, options.only);
  const w = new GraphWriter();
  const named = module.namedParameters();
  for (const { parameter, parts } of named) {
    w.fix(parameter.value, parts[0]!.name, (await parameter.value.data()) as Float32Array);
  }
  const device = named[0]?.parameter.value.device;
  if (!device) throw new ArgumentError("exportOnnx: the module has no parameters: give a model");
  const tapes = BATCHES.map(() => new TraceTape(device, { gradient: false }));
  try {
    const traces = tapes.map((tape, i) => {
      const images = tape.empty([BATCHES[i]!, size.height, size.width, size.channels]);
      return {
        images,
        results: Object.entries(outputs).map(([name, f]) => ({ name, tensor: f(tape, images) })),
      };
    });
    const [a, b] = traces as [(typeof traces)[0], (typeof traces)[0]];
    for (const [buffer, values] of tapes[0]!.constants) {
      const bytes = buffer.bytes;
      const data = values ?? new Float32Array(bytes / 4);
      w.fix({ slice: { buffer, offset: 0, bytes } } as Tensor, "constant", data);
    }
    const plain = ([2, 3, 1] as const).map((axis) => axis);
    const { mean, std } = normalization;
    const standard = (name: string) =>
      mean === 0 && std === 1 ? name : w.node("Div", [w.node("Sub", [name, w.number(mean)]), w.number(std)]);
    const last = w.transpose(standard("image"), [0, ...plain]);
    w.define(a.images, last, shapes(a.images, b.images));
    for (const traced of paired(tapes)) {
      const exporter = kernelExporter(traced.kernel);
      if (!exporter) {
        throw new ArgumentError(
          `exportOnnx: the kernel ${traced.kernel} has no ONNX form here: use another layer`,
        );
      }
      exporter(w, traced);
    }
    a.results.forEach(({ name, tensor }, i) => {
      const value = w.value(tensor, shapes(tensor, b.results[i]!.tensor));
      w.nodes.push({ op: "Identity", inputs: [value], outputs: [name] });
    });
  } finally {
    for (const tape of tapes) tape.dispose();
  }
  const names = Object.keys(outputs);
  w.prune(names);
  return onnxFile({
    inputs: { image: ["batch", size.channels, size.height, size.width] },
    outputs: names,
    constants: w.constants,
    nodes: w.nodes,
  });
}

/** The outputs of these names. @throws {ArgumentError} where there is none of a name, or no name. */
function chosen<T>(
  outputs: { readonly [name: string]: T },
  only: readonly string[] = Object.keys(outputs),
): { [name: string]: T } {
  const unknown = only.find((name) => !Object.hasOwn(outputs, name));
  if (unknown !== undefined || only.length === 0) {
    const wrong = unknown === undefined ? "no output is named" : `there is no output ${excerpt(unknown)}`;
    throw new ArgumentError(`exportOnnx: ${wrong}: choose from ${Object.keys(outputs).join(", ")}`);
  }
  return Object.fromEntries(only.map((name) => [name, outputs[name]!] as const));
}

const shapes = (a: Tensor, b: Tensor): Extent[] => a.shape.map((extent, axis) => [extent, b.shape[axis]!]);

/** The kernels of both traces, one beside the other. */
function paired([a, b]: readonly TraceTape[]): Traced[] {
  const same = a!.recorded.length === b!.recorded.length;
  if (!same || a!.recorded.some(({ kernel }, i) => kernel !== b!.recorded[i]!.kernel)) {
    throw new ArgumentError("exportOnnx: the module computes otherwise for other numbers of images");
  }
  return a!.recorded.map((recorded, i) => ({ kernel: recorded.kernel, both: [recorded, b!.recorded[i]!] }));
}
