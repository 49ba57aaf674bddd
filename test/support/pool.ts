/** The walk over all windows that the pooling references share. */
export type PoolParams = Record<
  | "batch"
  | "height"
  | "width"
  | "channels"
  | "out_height"
  | "out_width"
  | "kernel_h"
  | "kernel_w"
  | "stride_h"
  | "stride_w"
  | "pad_h"
  | "pad_w",
  number
> & { dilation_h?: number; dilation_w?: number };

/** Calls `visit(output, input, position)` for each pixel of each window, window by window, padding left out. */
export function eachTap(
  p: PoolParams,
  visit: (output: number, input: number, position: number) => void,
): void {
  const { dilation_h = 1, dilation_w = 1 } = p;
  let output = 0;
  for (let n = 0; n < p.batch; n++) {
    for (let row = 0; row < p.out_height; row++) {
      for (let column = 0; column < p.out_width; column++) {
        for (let c = 0; c < p.channels; c++, output++) {
          for (let tap = 0; tap < p.kernel_h * p.kernel_w; tap++) {
            const h = row * p.stride_h - p.pad_h + Math.floor(tap / p.kernel_w) * dilation_h;
            const w = column * p.stride_w - p.pad_w + (tap % p.kernel_w) * dilation_w;
            if (h < 0 || h >= p.height || w < 0 || w >= p.width) continue;
            visit(output, ((n * p.height + h) * p.width + w) * p.channels + c, h * p.width + w);
          }
        }
      }
    }
  }
}

export type AvgPoolParams = PoolParams & { count_include_pad: number };

/** What each output's sum is divided by: the pixels of its window, and with `count_include_pad` the padding's positions. */
export function divisors(p: AvgPoolParams): Float64Array {
  const counts = new Float64Array(p.batch * p.out_height * p.out_width * p.channels);
  if (!p.count_include_pad) {
    eachTap(p, (output) => {
      counts[output]! += 1;
    });
    return counts;
  }
  // An image with its padding, of which every position counts.
  const padded = { ...p, height: p.height + 2 * p.pad_h, width: p.width + 2 * p.pad_w, pad_h: 0, pad_w: 0 };
  return divisors({ ...padded, count_include_pad: 0 });
}
