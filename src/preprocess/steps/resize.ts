/** OpenCV's resize, with INTER_LINEAR, INTER_AREA or INTER_NEAREST. */
import { ArgumentError } from "../../errors.js";
import { choice, optional, whole } from "../parameters.js";
import { areaResizer } from "../resize_area.js";
import { linearResizer } from "../resize_linear.js";
import { registerStep, type Size } from "../step.js";

const side = (about: string) => optional(whole(1, 1, 65535, about));

registerStep({
  name: "resize",
  about: "another height and width",
  parameters: {
    size: side("height and width of squares"),
    width: side("columns; those that there are by default"),
    height: side("rows; those that there are by default"),
    method: choice(
      "linear",
      ["linear", "area", "nearest"],
      "between the nearest pixels; the mean of all pixels that fall into one, for much smaller images; or the nearest pixel",
    ),
  },
  check({ size, width, height }) {
    if (size === null ? width !== null || height !== null : width === null && height === null) return;
    throw new ArgumentError(
      "resize: give size for squares, or width and height, and one of the two is needed",
    );
  },
  output: sizeOf,
  prepare(size, values) {
    const wanted = sizeOf(size, values);
    const { height, width } = wanted;
    if (height === size.height && width === size.width) return (from, to) => to.set(from);
    const [down, across] = [size.height / height, size.width / width];
    if (values.method === "nearest") return nearestResizer(size, wanted);
    // OpenCV takes the mean of each two by two where both sides are halved, whatever was asked for.
    const halved = down === 2 && across === 2;
    if (halved || (values.method === "area" && down >= 1 && across >= 1)) return areaResizer(size, wanted);
    return linearResizer(size, wanted, values.method === "area");
  },
});

function sizeOf(
  { height, width, channels }: Size,
  values: { size: number | null; width: number | null; height: number | null },
): Size {
  return {
    height: values.size ?? values.height ?? height,
    width: values.size ?? values.width ?? width,
    channels,
  };
}

function nearestResizer({ height, width, channels }: Size, wanted: Size) {
  const places = (from: number, to: number) => {
    const scale = 1 / (to / from);
    return Int32Array.from({ length: to }, (_, i) => Math.min(Math.floor(i * scale), from - 1));
  };
  const [rows, columns] = [places(height, wanted.height), places(width, wanted.width)];
  return (from: ArrayLike<number>, to: { [i: number]: number }) => {
    let at = 0;
    for (const y of rows) {
      for (const x of columns) {
        for (let c = 0; c < channels; c++) to[at++] = from[(y * width + x) * channels + c]!;
      }
    }
  };
}
