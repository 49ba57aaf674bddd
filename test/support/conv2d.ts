/** Every product that a convolution sums, as indices into x, weight and y. */
export function visitProducts(
  p: Record<string, number>,
  visit: (input: number, tap: number, output: number) => void,
): void {
  const { batch, height, width, in_channels, out_channels, kernel_h, kernel_w } = p as Record<
    string,
    number
  > & {
    [K in "batch" | "height" | "width" | "in_channels" | "out_channels" | "kernel_h" | "kernel_w"]: number;
  };
  const outHeight = Math.floor((height + 2 * p.pad_h! - kernel_h) / p.stride_h!) + 1;
  const outWidth = Math.floor((width + 2 * p.pad_w! - kernel_w) / p.stride_w!) + 1;
  for (let pixel = 0; pixel < batch * outHeight * outWidth; pixel++) {
    const image = Math.floor(pixel / (outHeight * outWidth));
    const top = (Math.floor(pixel / outWidth) % outHeight) * p.stride_h! - p.pad_h!;
    const left = (pixel % outWidth) * p.stride_w! - p.pad_w!;
    for (let ky = 0; ky < kernel_h; ky++) {
      for (let kx = 0; kx < kernel_w; kx++) {
        if (top + ky < 0 || top + ky >= height || left + kx < 0 || left + kx >= width) continue;
        const input = ((image * height + top + ky) * width + left + kx) * in_channels;
        for (let o = 0; o < out_channels; o++) {
          const tap = ((o * kernel_h + ky) * kernel_w + kx) * in_channels;
          for (let i = 0; i < in_channels; i++) visit(input + i, tap + i, pixel * out_channels + o);
        }
      }
    }
  }
}
