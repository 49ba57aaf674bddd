/** OpenCV's threshold with one limit for all pixels. */
import { toByte } from "../border.js";
import { choice, number } from "../parameters.js";
import { registerStep } from "../step.js";

const kinds = {
  binary: (above: boolean, _: number, _limit: number, max: number) => (above ? max : 0),
  "binary-inverse": (above: boolean, _: number, _limit: number, max: number) => (above ? 0 : max),
  truncate: (above: boolean, value: number, limit: number) => (above ? limit : value),
  "to-zero": (above: boolean, value: number) => (above ? value : 0),
  "to-zero-inverse": (above: boolean, value: number) => (above ? 0 : value),
};

registerStep({
  name: "threshold",
  about: "black and white: which pixels are lighter than a limit",
  parameters: {
    value: number(127, -1e9, 1e9, "the limit; of float32 pixels, in their units"),
    max: number(255, -1e9, 1e9, "what lighter pixels become; bytes end at 255"),
    kind: choice(
      "binary",
      ["binary", "binary-inverse", "truncate", "to-zero", "to-zero-inverse"],
      "lighter pixels become max and others 0; the reverse; lighter ones become the limit; darker ones 0; lighter ones 0",
    ),
  },
  prepare(_, { value, max, kind }) {
    const of = kinds[kind];
    return (from, to) => {
      const bytes = to instanceof Uint8Array;
      const limit = bytes ? Math.floor(value) : Math.fround(value);
      for (let i = 0; i < to.length; i++) {
        const here = from[i]!;
        const made = of(here > limit, here, limit, max);
        to[i] = bytes ? toByte(made) : made;
      }
    };
  },
});
