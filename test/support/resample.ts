/** The definition of resampling, in plain floating point: every weight with which an output reads an input. */
export type ResampleParams = Record<
  "batch" | "height" | "width" | "channels" | "out_height" | "out_width" | "mode",
  number
>;

/** Pixels along one axis that output `o` reads, with their weights. */
function taps(size: number, out: number, mode: number, o: number): [at: number, weight: number][] {
  if (mode === 0) return [[Math.floor((o * size) / out), 1]];
  if (mode === 3) {
    const [begin, end] = [Math.floor((o * size) / out), Math.ceil(((o + 1) * size) / out)];
    return Array.from({ length: end - begin }, (_, i) => [begin + i, 1 / (end - begin)]);
  }
  const half = Math.max(0, ((o + 0.5) * size) / out - 0.5);
  const at = mode === 1 ? half : out === 1 ? 0 : (o * (size - 1)) / (out - 1);
  const low = Math.min(Math.floor(at + 1e-12), size - 1);
  return [
    [low, 1 - (at - low)],
    [Math.min(low + 1, size - 1), at - low],
  ];
}

/** Calls `visit(output, input, weight)` for each pixel that an output reads. */
export function eachWeight(
  p: ResampleParams,
  visit: (output: number, input: number, weight: number) => void,
): void {
  for (let pixel = 0; pixel < p.batch * p.out_height * p.out_width; pixel++) {
    const image = Math.floor(pixel / (p.out_height * p.out_width));
    const rows = taps(p.height, p.out_height, p.mode, Math.floor(pixel / p.out_width) % p.out_height);
    const columns = taps(p.width, p.out_width, p.mode, pixel % p.out_width);
    for (const [h, down] of rows) {
      for (const [w, across] of columns) {
        const input = (image * p.height + h) * p.width + w;
        for (let c = 0; c < p.channels; c++) {
          visit(pixel * p.channels + c, input * p.channels + c, down * across);
        }
      }
    }
  }
}
