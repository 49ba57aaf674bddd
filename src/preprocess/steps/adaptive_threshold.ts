/** OpenCV's adaptiveThreshold: each pixel against the mean around it. */
import { padded, toByte } from "../border.js";
import { convolve, sumsFor } from "../convolve.js";
import { gaussianKernel } from "../gaussian.js";
import { choice, number, odd, whole } from "../parameters.js";
import { registerStep } from "../step.js";

registerStep({
  name: "adaptive-threshold",
  about: "black and white, at a limit that follows the light: the mean around each pixel",
  parameters: {
    size: odd(11, 3, 1023, "side of the window around each pixel"),
    c: number(2, -255, 255, "what is subtracted from the mean"),
    method: choice("mean", ["mean", "gaussian"], "all pixels of the window alike, or near ones more"),
    max: whole(255, 0, 255, "what lighter pixels become"),
    kind: choice(
      "binary",
      ["binary", "binary-inverse"],
      "lighter pixels become max and others 0, or the reverse",
    ),
  },
  takes: { grey: true, bytes: true },
  prepare(size, { size: side, c, method, max, kind }) {
    const image = padded(size, (side - 1) / 2, "replicate", Uint8Array);
    const gaussian = method === "gaussian";
    // Sums of bytes are exact, and divided once.
    const kernel = gaussian ? gaussianKernel(side, null) : new Array<number>(side).fill(1);
    const { rows, to: means } = sumsFor(size, side, gaussian ? Float64Array : Int32Array);
    const scale = gaussian ? 1 : 1 / (side * side);
    const [lighter, others] = kind === "binary" ? [max, 0] : [0, max];
    const less = kind === "binary" ? Math.ceil(c) : Math.floor(c);
    return (from, to) => {
      image.fill(from);
      convolve(image, size, { across: kernel, down: kernel }, rows, means);
      for (let i = 0; i < to.length; i++) {
        to[i] = from[i]! - toByte(means[i]! * scale) > -less ? lighter : others;
      }
    };
  },
});
