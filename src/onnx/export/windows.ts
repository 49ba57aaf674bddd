/** Windows as ONNX's attributes. */
import type { Traced } from "./graph_writer.js";
import { fixed } from "./kernel_exporter.js";

/** [top, left, bottom, right]: behind the image as much as the last window reaches. */
export function windowPads(traced: Traced, dilations: readonly number[]): number[] {
  const sides = (
    [
      ["h", "height"],
      ["w", "width"],
    ] as const
  ).map(([short, long], axis) => {
    const before = fixed(traced, `pad_${short}`);
    const reach = dilations[axis]! * (fixed(traced, `kernel_${short}`) - 1) + 1;
    const last = (fixed(traced, `out_${long}`) - 1) * fixed(traced, `stride_${short}`) + reach;
    return [before, Math.max(0, last - before - fixed(traced, long))] as const;
  });
  return [sides[0]![0], sides[1]![0], sides[0]![1], sides[1]![1]];
}
