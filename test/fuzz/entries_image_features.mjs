/** Features of images. See entries.mjs. */
import * as skein from "../../dist/index.js";

/** Fits and transforms images with one channel or three, now and then others than those of `fit`. */
async function use(s, feature) {
  const shape = [1 + s.integer(4), s.extent(), s.extent(), s.pick([1, 3])];
  await feature.fit(s.tensor(shape));
  (await feature.transform(s.tensor(shape))).release();
}

const grid = (s) => [s.number(1 + s.integer(3)), s.number(1 + s.integer(3))];
const space = (s) => s.pick(["rgb", "hsv", "lab"]);

async function hog(s) {
  await s.settle();
  const pixels = [s.number(1 + s.integer(4)), s.number(1 + s.integer(4))];
  const feature = new skein.Hog({
    orientations: s.number(1 + s.integer(12)),
    pixelsPerCell: s.chance(3) ? "auto" : pixels,
    cellsPerBlock: [s.number(1 + s.integer(3)), s.number(1 + s.integer(3))],
    blockNorm: s.pick(["L1", "L1-sqrt", "L2", "L2-Hys"]),
    transformSqrt: s.chance(4),
  });
  await use(s, feature);
}

async function colourHistogram(s) {
  await s.settle();
  const bins = Array.from({ length: 3 }, () => s.number(1 + s.integer(8)));
  const feature = new skein.ColourHistogram({
    space: space(s),
    bins: s.chance(2) ? bins[0] : bins,
    joint: s.chance(2),
    grid: grid(s),
  });
  await use(s, feature);
}

async function localBinaryPattern(s) {
  await s.settle();
  const feature = new skein.LocalBinaryPattern({
    points: s.number(1 + s.integer(12)),
    radius: s.number(1 + 4 * s.random.uniform()),
    method: s.pick(["default", "uniform", "nri_uniform"]),
    grid: grid(s),
  });
  await use(s, feature);
}

async function imageMoments(s) {
  await s.settle();
  await use(s, new skein.ImageMoments({ space: space(s), gradients: s.chance(2), grid: grid(s) }));
}

export const imageFeatureEntries = {
  ColourHistogram: colourHistogram,
  Hog: hog,
  ImageMoments: imageMoments,
  LocalBinaryPattern: localBinaryPattern,
};
