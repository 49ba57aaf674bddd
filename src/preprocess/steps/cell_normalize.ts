/** Each square cell of an image normalised on its own, all channels together; cells at the right and below may be smaller. */
import { choice, number, whole } from "../parameters.js";
import { minMax, zScore } from "../scaling.js";
import { type Pixels, registerStep } from "../step.js";

registerStep({
  name: "cell-normalize",
  about: "min-max or z-score of each square cell on its own: light and shade go, local structure stays",
  parameters: {
    size: whole(8, 1, 65535, "side of a cell in pixels"),
    method: choice("z-score", ["z-score", "min-max"], "as the steps of these names"),
    range: number(3, 0.1, 100, "of z-score: standard deviations from the mean to 0, and to 255, of bytes"),
  },
  prepare({ height, width, channels }, { size, method, range }) {
    const scale = method === "min-max" ? minMax : zScore(range);
    const most = Math.min(size, height) * Math.min(size, width) * channels;
    const bytes = [new Uint8Array(most), new Uint8Array(most)] as const;
    const floats = [new Float32Array(most), new Float32Array(most)] as const;
    return (from, to) => {
      const [cell, made]: readonly [Pixels, Pixels] = to instanceof Uint8Array ? bytes : floats;
      for (let top = 0; top < height; top += size) {
        const rows = Math.min(size, height - top);
        for (let left = 0; left < width; left += size) {
          const length = Math.min(size, width - left) * channels;
          const place = (row: number) => ((top + row) * width + left) * channels;
          for (let row = 0; row < rows; row++) {
            cell.set(from.subarray(place(row), place(row) + length), row * length);
          }
          scale(cell.subarray(0, rows * length), made.subarray(0, rows * length));
          for (let row = 0; row < rows; row++) {
            to.set(made.subarray(row * length, (row + 1) * length), place(row));
          }
        }
      }
    };
  },
});
