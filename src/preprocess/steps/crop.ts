/** A part of each image, as array[top : top + height, left : left + width]. */
import { DataError } from "../../errors.js";
import { optional, whole } from "../parameters.js";
import { registerStep } from "../step.js";

const side = (about: string) => optional(whole(1, 1, 65535, about));
const place = (about: string) => optional(whole(0, 0, 65535, about));

registerStep({
  name: "crop",
  about: "a part of each image",
  moves: true,
  parameters: {
    width: side("columns; all by default"),
    height: side("rows; all by default"),
    left: place("first column; by default the part is in the middle"),
    top: place("first row; by default the part is in the middle"),
  },
  output({ height, width, channels }, values) {
    const size = { height: values.height ?? height, width: values.width ?? width, channels };
    const { left, top } = corner(values, { height, width }, size);
    if (left + size.width > width || top + size.height > height) {
      throw new DataError(
        `crop: ${size.height} x ${size.width} at row ${top}, column ${left} is not inside of images of ` +
          `${height} x ${width}: crop a smaller part, or resize before`,
      );
    }
    return size;
  },
  prepare({ height, width, channels }, values) {
    const part = { height: values.height ?? height, width: values.width ?? width };
    const { left, top } = corner(values, { height, width }, part);
    return (from, to) => {
      for (let y = 0; y < part.height; y++) {
        const first = ((top + y) * width + left) * channels;
        to.set(from.subarray(first, first + part.width * channels), y * part.width * channels);
      }
    };
  },
});

interface Sides {
  readonly height: number;
  readonly width: number;
}

function corner(
  { left, top }: { left: number | null; top: number | null },
  all: Sides,
  part: Sides,
): { left: number; top: number } {
  return {
    left: left ?? Math.max(0, Math.floor((all.width - part.width) / 2)),
    top: top ?? Math.max(0, Math.floor((all.height - part.height) / 2)),
  };
}
