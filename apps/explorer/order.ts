/** Orders of images. */
import type { Columns } from "../../src/explore/protocol.js";

export const imageOrders = ["certain", "uncertain", "largest", "run"] as const;
export type ImageOrder = (typeof imageOrders)[number];

type Keyed = Pick<Columns, "confidence" | "bytes">;

/** What an image comes by, from 0 up, the least first. `run` is the order of `assignments.csv`, by number. */
const keys: Record<ImageOrder, (columns: Keyed) => (image: number) => number> = {
  certain:
    ({ confidence }) =>
    (image) =>
      Math.round((1 - confidence[image]!) * 1e6),
  uncertain:
    ({ confidence }) =>
    (image) =>
      Math.round(confidence[image]! * 1e6),
  largest:
    ({ bytes }) =>
    (image) =>
      2 ** 32 - bytes[image]!,
  run: () => () => 0,
};

/** Images are fewer than this, so that a key and a number fit into one float64. */
const IMAGES = 2 ** 20;

/** All images, ordered; those that are equal by number. */
export function bySortKey(columns: Keyed, order: ImageOrder): Int32Array {
  const key = keys[order](columns);
  const packed = Float64Array.from(columns.confidence, (_, image) => key(image) * IMAGES + image);
  packed.sort();
  return Int32Array.from(packed, (value) => value % IMAGES);
}
