/** OpenCV's equalizeHist. */
import { roundEven } from "../border.js";
import { registerStep } from "../step.js";

const { fround } = Math;

registerStep({
  name: "equalize",
  about: "histogram equalisation: all shades become about equally frequent",
  parameters: {},
  takes: { grey: true, bytes: true },
  prepare: () => {
    const histogram = new Int32Array(256);
    const table = new Uint8Array(256);
    return (from, to) => {
      histogram.fill(0);
      for (let i = 0; i < from.length; i++) histogram[from[i]!]!++;
      const first = histogram.findIndex((count) => count > 0);
      const rest = from.length - histogram[first]!;
      if (rest === 0) return to.set(from);
      const scale = fround(255 / rest);
      for (let value = first + 1, sum = 0; value < 256; value++) {
        sum += histogram[value]!;
        table[value] = Math.min(255, roundEven(fround(sum * scale)));
      }
      table[first] = 0;
      for (let i = 0; i < to.length; i++) to[i] = table[from[i]!]!;
    };
  },
});
