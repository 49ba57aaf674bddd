/** OpenCV's cvtColor with COLOR_RGB2GRAY: Rec. 601 luma, in 15 bits of fixed point where pixels are bytes. */
import { DataError } from "../../errors.js";
import { registerStep } from "../step.js";

const SHIFT = 15;
/** 0.299, 0.587 and 0.114 times 2^15. */
const [RED, GREEN, BLUE] = [9798, 19235, 3735];

registerStep({
  name: "grey",
  aliases: ["gray"],
  about: "brightness of colours (0.299 red, 0.587 green, 0.114 blue); grey images stay",
  parameters: {},
  output(size) {
    const { channels } = size;
    if (channels === 1 || channels === 3) return { ...size, channels: 1 };
    throw new DataError(
      `grey: images of ${channels} channels are neither grey nor red, green, blue: give 1 or 3, without alpha`,
    );
  },
  prepare({ channels }) {
    if (channels === 1) return (from, to) => to.set(from);
    return (from, to) => {
      const bytes = to instanceof Uint8Array;
      for (let i = 0, at = 0; i < to.length; i++, at += channels) {
        const [red, green, blue] = [from[at]!, from[at + 1]!, from[at + 2]!];
        to[i] = bytes
          ? (red * RED + green * GREEN + blue * BLUE + (1 << (SHIFT - 1))) >> SHIFT
          : 0.299 * red + 0.587 * green + 0.114 * blue;
      }
    };
  },
});
