/** scikit-image's util.invert: 255 - x of bytes, 1 - x of float32. */
import { registerStep } from "../step.js";

registerStep({
  name: "invert",
  about: "dark becomes light",
  parameters: {},
  prepare: () => (from, to) => {
    const white = to instanceof Uint8Array ? 255 : 1;
    for (let i = 0; i < to.length; i++) to[i] = white - from[i]!;
  },
});
