/** Features of rows and images. See entries.mjs. */
import * as skein from "../../dist/index.js";

/** Fits a transformer to x, and transforms it or something else of the same kind. */
async function run(s, transformer, x, other) {
  await transformer.fit(x);
  const y = await transformer.transform(s.chance(2) ? x : other);
  y.release();
}

async function ofRows(s, make) {
  await s.settle();
  const columns = s.extent();
  await run(s, make(), s.tensor([1 + s.integer(20), columns]), s.tensor([3, columns]));
}

async function ofImages(s, make) {
  await s.settle();
  const [height, width, channels] = [2 + s.integer(9), 2 + s.integer(9), s.pick([1, 3])];
  const images = (count) => s.tensor([count, height, width, channels]);
  await run(s, make(), images(1 + s.integer(6)), images(2));
}

export const featureEntries = {
  FeatureUnion: (s) =>
    ofRows(s, () => {
      const parts = { unit: new skein.Normalizer(), pca: new skein.Pca() };
      return new skein.FeatureUnion(parts, { weights: { unit: s.number(2) }, balance: s.chance(2) });
    }),
  Normalizer: (s) => ofRows(s, () => new skein.Normalizer({ norm: s.pick(["l2", "l1", "max"]) })),
  PatchDictionary: (s) =>
    ofImages(s, () => {
      const [atoms, patchSize] = [s.number(1 + s.integer(3)), s.number(2 + s.integer(2))];
      return new skein.PatchDictionary({ atoms, patchSize, patches: 30, seed: s.number(s.integer(9)) });
    }),
  Pca: (s) =>
    ofRows(s, () => {
      const components = s.chance(3) ? 0.9 : s.number(1 + s.integer(3));
      const solver = s.pick(["auto", "full", "randomized"]);
      return new skein.Pca({ components, solver, whiten: s.chance(2) });
    }),
  Pixels: (s) => ofImages(s, () => new skein.Pixels()),
  StandardScaler: (s) =>
    ofRows(s, () => new skein.StandardScaler({ withMean: s.chance(2), withStd: s.chance(2) })),
};
