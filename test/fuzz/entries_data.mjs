/** Sets of images. See entries.mjs. */
import * as skein from "../../dist/index.js";

const imageSet = (s) => {
  const [count, height, width] = [s.integer(4), 1 + s.integer(3), 1 + s.integer(3)];
  return skein.createImageSet({
    count: s.number(count),
    height,
    width,
    channels: s.pick([1, 3]),
    pixels: new Uint8Array(count * height * width * s.pick([1, 3])),
    labels: s.chance(2) ? null : new Int32Array(count),
    source: "fuzz",
  });
};

export const dataEntries = {
  createImageSet: (s) => imageSet(s).count,
  subset: (s) =>
    skein.subset(
      imageSet(s),
      Array.from({ length: s.integer(4) }, () => s.number(s.integer(5))),
    ).count,
  take: (s) => skein.take(imageSet(s), s.number(s.integer(6))).count,
  duplicateImages: (s) => skein.duplicateImages(imageSet(s)).length,
  labelledImages: (s) => skein.labelledImages(imageSet(s)).count,
  concat: (s) => skein.concat(Array.from({ length: s.integer(3) }, () => imageSet(s))).count,
};
