/** The walk over all windows that the pooling references share. */
export type PoolParams = Record<
  | "batch"
  | "height"
  | "width"
  | "channels"
  | "kernel_h"
  | "kernel_w"
  | "stride_h"
  | "stride_w"
  | "pad_h"
  | "pad_w",
  number
>;

/** Calls `visit(output, input, position)` for each pixel of each window, window by window, padding left out. */
export function eachTap(
  p: PoolParams,
  visit: (output: number, input: number, position: number) => void,
): void {
  const rows = Math.floor((p.height + 2 * p.pad_h - p.kernel_h) / p.stride_h) + 1;
  const columns = Math.floor((p.width + 2 * p.pad_w - p.kernel_w) / p.stride_w) + 1;
  let output = 0;
  for (let n = 0; n < p.batch; n++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        for (let c = 0; c < p.channels; c++, output++) {
          for (let tap = 0; tap < p.kernel_h * p.kernel_w; tap++) {
            const h = row * p.stride_h - p.pad_h + Math.floor(tap / p.kernel_w);
            const w = column * p.stride_w - p.pad_w + (tap % p.kernel_w);
            if (h < 0 || h >= p.height || w < 0 || w >= p.width) continue;
            visit(output, ((n * p.height + h) * p.width + w) * p.channels + c, h * p.width + w);
          }
        }
      }
    }
  }
}
