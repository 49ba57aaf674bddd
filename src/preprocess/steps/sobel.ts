/**
 * OpenCV's Sobel derivatives, with the border reflected, and of both sqrt(x^2 + y^2) or the angle atan2(y, x). Bytes are
 * rounded and end at 255; x and y are absolute then, as convertScaleAbs makes them, and 256 stands for a whole turn.
 */
import { toByte } from "../border.js";
import { choice, number, odd } from "../parameters.js";
import { sobelOf } from "../sobel.js";
import { registerStep } from "../step.js";

const RADIANS = 180 / Math.PI;

registerStep({
  name: "sobel",
  about: "edges: how much brightness changes from pixel to pixel, or in which direction",
  parameters: {
    output: choice(
      "magnitude",
      ["magnitude", "direction", "x", "y"],
      "strength of an edge; direction across it, in degrees from 0 to 360; or one of the derivatives",
    ),
    size: odd(3, 3, 7, "side of the window"),
    scale: number(1, 1e-6, 1e6, "what magnitudes and derivatives are multiplied with"),
  },
  prepare(size, { output, size: taps, scale }) {
    const gradientsOf = sobelOf(size, taps, "reflect");
    return (from, to) => {
      const bytes = to instanceof Uint8Array;
      const { x, y } = gradientsOf(from);
      for (let i = 0; i < to.length; i++) {
        const [dx, dy] = [x[i]!, y[i]!];
        if (output === "direction") {
          const angle = Math.atan2(dy, dx) * RADIANS;
          const turn = angle < 0 ? angle + 360 : angle;
          to[i] = bytes ? Math.round((turn * 256) / 360) & 255 : turn;
        } else {
          const value =
            scale * (output === "magnitude" ? Math.sqrt(dx * dx + dy * dy) : output === "x" ? dx : dy);
          to[i] = bytes ? toByte(Math.abs(value)) : value;
        }
      }
    };
  },
});
