/** Every product that a convolution sums, as indices into x, weight and y. */
import type { Conv2dParams } from "../../src/kernels/conv2d_shape.js";

export function visitProducts(
  p: Conv2dParams,
  visit: (input: number, tap: number, output: number) => void,
): void {
  const { height, width, in_channels, out_height, out_width, out_channels, kernel_h, kernel_w } = p;
  const [inputs, outputs] = [in_channels / p.groups, out_channels / p.groups];
  for (let pixel = 0; pixel < p.batch * out_height * out_width; pixel++) {
    const image = Math.floor(pixel / (out_height * out_width));
    for (let ky = 0; ky < kernel_h; ky++) {
      const row = (Math.floor(pixel / out_width) % out_height) * p.stride_h - p.pad_h + ky * p.dilation_h;
      for (let kx = 0; kx < kernel_w; kx++) {
        const column = (pixel % out_width) * p.stride_w - p.pad_w + kx * p.dilation_w;
        if (row < 0 || row >= height || column < 0 || column >= width) continue;
        const input = ((image * height + row) * width + column) * in_channels;
        for (let o = 0; o < out_channels; o++) {
          const first = input + Math.floor(o / outputs) * inputs;
          const tap = ((o * kernel_h + ky) * kernel_w + kx) * inputs;
          for (let i = 0; i < inputs; i++) visit(first + i, tap + i, pixel * out_channels + o);
        }
      }
    }
  }
}
