/** Clusterers. See entries.mjs. */
import * as skein from "../../dist/index.js";

async function kmeans(s) {
  await s.settle();
  const shape = [1 + s.integer(20), s.extent()];
  const x = s.tensor(shape);
  const model = new skein.KMeans({
    clusters: s.number(1 + s.integer(4)),
    init: s.chance(4) ? s.values(2 * shape[1]) : "k-means++",
    maxIterations: s.number(1 + s.integer(5)),
    tolerance: s.number(1e-4),
    seed: s.number(s.integer(9)),
  });
  await model.fit(x);
  await model.predict(s.chance(2) ? x : s.tensor([3, shape[1]]));
  await model.transform(s.tensor([2, shape[1]]));
}

async function agglomerative(s) {
  await s.settle();
  const model = new skein.Agglomerative({
    ...(s.chance(2) ? { clusters: s.number(1 + s.integer(4)) } : { distanceThreshold: s.number(1) }),
    linkage: s.pick(["ward", "average", "complete", "single"]),
  });
  await model.fit(s.tensor([1 + s.integer(20), s.extent()]));
}

async function hdbscan(s) {
  await s.settle();
  const model = new skein.Hdbscan({
    minClusterSize: s.number(2 + s.integer(4)),
    minSamples: s.number(1 + s.integer(3)),
    clusterSelection: s.pick(["eom", "leaf"]),
  });
  await model.fit(s.tensor([1 + s.integer(20), s.extent()]));
}

async function mixture(s) {
  await s.settle();
  const columns = s.extent();
  const model = new skein.GaussianMixture({
    components: s.number(1 + s.integer(4)),
    covarianceType: s.pick(["full", "tied", "diag", "spherical"]),
    maxIterations: 3,
    regularization: s.number(1e-3),
  });
  await model.fit(s.tensor([1 + s.integer(20), columns]));
  await model.predict(s.tensor([3, columns]));
}

async function nearestNeighbors(s) {
  await s.settle();
  const columns = s.extent();
  const model = new skein.NearestNeighbors({ neighbors: s.number(1 + s.integer(4)) });
  await model.fit(s.tensor([1 + s.integer(20), columns]));
  await model.kneighbors(s.tensor([3, columns]), s.chance(2) ? undefined : s.number(1 + s.integer(3)));
}

async function pipeline(s) {
  await s.settle();
  const columns = s.extent();
  const model = new skein.Pipeline([
    ["cluster", s.chance(2) ? new skein.KMeans({ clusters: s.number(2) }) : new skein.Agglomerative()],
  ]);
  await model.fit(s.tensor([2 + s.integer(20), columns]));
  await model.predictProba(s.tensor([3, columns]));
}

export const clusteringEntries = {
  Agglomerative: agglomerative,
  GaussianMixture: mixture,
  Hdbscan: hdbscan,
  KMeans: kmeans,
  Pipeline: pipeline,
  NearestNeighbors: nearestNeighbors,
};
