/** Commands are data: they can be replayed, printed and compared. */
import type { AnyKernel } from "../kernels/kernel.js";
import type { BufferSlice } from "./buffer.js";

/** Runs a kernel. */
export interface Dispatch {
  readonly type: "dispatch";
  readonly kernel: AnyKernel;
  /** One slice per binding that is not scratch, in declared order. */
  readonly slices: readonly BufferSlice[];
  readonly params: Readonly<Record<string, number>>;
}

/** Copies between buffers; the ranges must not overlap within one buffer. */
export interface Copy {
  readonly type: "copy";
  readonly from: BufferSlice;
  readonly to: BufferSlice;
}

/** Sets a range to zero bytes. */
export interface Clear {
  readonly type: "clear";
  readonly slice: BufferSlice;
}

export type Command = Dispatch | Copy | Clear;

/** The 4-byte words of a command's parameters, in declared order, with a pass's own values where it has any. */
export function paramWords(
  kernel: AnyKernel,
  params: Readonly<Record<string, number>>,
  override: Readonly<Record<string, number | undefined>> = {},
): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(kernel.paramList.length);
  const floats = new Float32Array(words.buffer);
  kernel.paramList.forEach(([name, type], index) => {
    const value = override[name] ?? params[name]!;
    if (type === "f32") floats[index] = value;
    else words[index] = value;
  });
  return words;
}

/** One line for a person: the kernel, its sizes and its parameters. */
export function describeCommand(command: Command): string {
  if (command.type !== "dispatch") return command.type;
  const params = Object.entries(command.params).map(([name, value]) => `${name}=${value}`);
  return `${command.kernel.name}(${params.join(", ")})`;
}
