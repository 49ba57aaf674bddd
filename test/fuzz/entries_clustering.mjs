/** Clusterers. See entries.mjs. */
import * as skein from "../../dist/index.js";

async function kmeans(s) {
  await s.settle();
  const shape = [1 + s.integer(20), s.extent()];
  const x = s.tensor(shape);
  const model = new skein.KMeans({
    clusters: s.number(1 + s.integer(4)),
    init: s.chance(4) ? s.values(2 * shape[1]) : s.pick(["k-means++", "k-means||"]),
    shards: s.chance(2) ? 1 : s.number(2 ** s.integer(4)),
    maxIterations: s.number(1 + s.integer(5)),
    tolerance: s.number(1e-4),
    metric: s.pick(["euclidean", "cosine"]),
    seed: s.number(s.integer(9)),
  });
  await model.fit(x, s.chance(3) ? { sampleWeight: s.values(shape[0]) } : {});
  await model.predict(s.chance(2) ? x : s.tensor([3, shape[1]]));
  await model.transform(s.tensor([2, shape[1]]));
}

async function miniBatch(s) {
  await s.settle();
  const columns = s.extent();
  const model = new skein.MiniBatchKMeans({
    clusters: s.number(1 + s.integer(4)),
    batchSize: s.number(1 + s.integer(9)),
    maxEpochs: s.number(1 + s.integer(3)),
    reassignmentRatio: s.number(0.1),
    seed: s.number(s.integer(9)),
  });
  await model.fit(s.tensor([1 + s.integer(20), columns]));
  await model.partialFit(s.tensor([1 + s.integer(5), columns]));
  await model.predict(s.tensor([3, columns]));
}

async function balanced(s) {
  await s.settle();
  const columns = s.extent();
  const clusters = 1 + s.integer(4);
  const model = new skein.BalancedKMeans({
    clusters: s.number(clusters),
    ...(s.chance(3) && { sizes: s.values(clusters) }),
    exact: s.chance(2),
    epsilon: s.number(0.1),
    maxIterations: s.number(1 + s.integer(3)),
  });
  await model.fit(s.tensor([1 + s.integer(20), columns]));
  await model.predict(s.tensor([3, columns]));
}

/** Lists of links, some of which do not fit. */
function linksOf(s, rows) {
  const pairs = () =>
    Array.from({ length: s.integer(4) }, () => [s.number(s.integer(rows)), s.number(s.integer(rows))]);
  return { ...(s.chance(2) && { must: pairs() }), ...(s.chance(2) && { cannot: pairs() }) };
}

async function pckmeans(s) {
  await s.settle();
  const columns = s.extent();
  const rows = 1 + s.integer(20);
  const model = new skein.PckMeans({
    clusters: s.number(1 + s.integer(4)),
    weight: s.number(s.chance(3) ? Number.POSITIVE_INFINITY : 1),
    maxIterations: s.number(1 + s.integer(5)),
    seed: s.number(s.integer(9)),
  });
  await model.fit(s.tensor([rows, columns]), { links: linksOf(s, rows) });
  await model.predict(s.tensor([3, columns]));
}

function links(s) {
  const rows = s.integer(9);
  skein.linksOfClasses(s.values(rows), s.values(rows));
}

function consensus(s) {
  const rows = s.integer(9);
  const labels = () =>
    Array.from({ length: s.chance(9) ? s.integer(9) : rows }, () => s.number(s.integer(4) - 1));
  skein.consensusClustering(Array.from({ length: s.integer(4) }, labels), {
    clusters: s.number(1 + s.integer(3)),
  });
}

async function agglomerative(s) {
  await s.settle();
  const model = new skein.Agglomerative({
    ...(s.chance(2) ? { clusters: s.number(1 + s.integer(4)) } : { distanceThreshold: s.number(1) }),
    linkage: s.pick(["ward", "average", "complete", "single"]),
    neighbors: s.chance(2) ? undefined : s.number(1 + s.integer(3)),
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

async function silhouette(s) {
  await s.settle();
  const rows = 1 + s.integer(20);
  await skein.silhouette(
    s.tensor([rows, s.extent()]),
    Int32Array.from({ length: rows }, () => s.integer(4)),
  );
}

async function choosing(s) {
  await s.settle();
  await skein.chooseClusters(s.tensor([1 + s.integer(20), s.extent()]), {
    from: s.number(2),
    to: s.number(3 + s.integer(2)),
    seed: s.number(s.integer(9)),
    methods: [
      s.pick([
        "gap",
        "silhouette",
        "davies-bouldin",
        "bic",
        "eigengap",
        "stability",
        "hdbscan",
        "umap-silhouette",
      ]),
    ],
  });
}

async function spectral(s) {
  await s.settle();
  const model = new skein.Spectral({
    clusters: s.number(1 + s.integer(4)),
    neighbors: s.number(2 + s.integer(10)),
    assign: s.pick(["kmeans", "cluster_qr"]),
    nInit: 1,
    seed: s.number(s.integer(9)),
  });
  await model.fit(s.tensor([1 + s.integer(20), s.extent()]));
}

async function temi(s) {
  await s.settle();
  const columns = s.extent();
  const model = new skein.Temi({
    clusters: s.number(1 + s.integer(4)),
    neighbors: s.chance(2) ? undefined : s.number(1 + s.integer(9)),
    metric: s.pick(["cosine", "euclidean"]),
    heads: s.number(1 + s.integer(3)),
    beta: s.number(0.6),
    momentum: s.number(0.9),
    learningRate: s.number(1e-2),
    batch: s.number(1 + s.integer(9)),
    // Few passes, also where another number is drawn: each takes as many steps as there are batches.
    epochs: s.chance(9) ? s.pick([0, -1, 0.5, Number.NaN]) : 1 + s.integer(3),
    seed: s.number(s.integer(9)),
  });
  await model.fit(s.tensor([1 + s.integer(20), columns]));
  await model.predictProba(s.tensor([3, columns]));
}

async function turtle(s) {
  await s.settle();
  const [rows, columns] = [1 + s.integer(20), s.extent()];
  const model = new skein.Turtle({
    clusters: s.number(1 + s.integer(4)),
    gamma: s.number(10),
    steps: 1 + s.integer(4),
    patience: s.number(1 + s.integer(99)),
    innerSteps: 1 + s.integer(3),
    outerLearningRate: s.number(1e-3),
    batch: s.number(1 + s.integer(9)),
    warmStart: s.chance(2),
    seed: s.number(s.integer(9)),
  });
  const spaces = (count) => {
    const x = s.tensor([count, columns]);
    return s.chance(2) ? x : [x, s.tensor([s.chance(9) ? 3 : count, 2])];
  };
  await model.fit(spaces(rows));
  await model.predictProba(spaces(3));
}

async function recurrent(s) {
  await s.settle();
  const [rows, columns] = [1 + s.integer(3), 1 + s.integer(2)];
  const model = new skein.RecurrentClusterer({
    clusters: s.number(2 + s.integer(2)),
    rows: s.number(rows),
    columns: s.number(columns),
    components: s.number(1 + s.integer(4)),
    hidden: 1 + s.integer(4),
    heads: s.number(1 + s.integer(2)),
    crop: s.number(0.5),
    drop: s.number(0.3),
    shuffle: s.number(1 + s.integer(3)),
    firstTargets: s.integer(2),
    batch: 2 + s.integer(8),
    // Few passes, as for TEMI.
    epochs: s.chance(9) ? s.pick([0, -1, 0.5, Number.NaN]) : 1 + s.integer(2),
    seed: s.number(s.integer(9)),
  });
  const width = rows * columns * (1 + s.integer(3));
  await model.fit(s.tensor([1 + s.integer(20), width]));
  await model.predictProba(s.tensor([3, width]));
}

async function umap(s) {
  await s.settle();
  const columns = s.extent();
  const model = new skein.Umap({
    neighbors: s.number(2 + s.integer(10)),
    components: s.number(1 + s.integer(3)),
    minDist: s.number(0.1),
    epochs: 1 + s.integer(5),
    init: s.pick(["spectral", "pca", "random"]),
    seed: s.number(s.integer(9)),
  });
  await model.fit(s.tensor([1 + s.integer(20), columns]));
  (await model.transform(s.tensor([3, columns]))).release();
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
  BalancedKMeans: balanced,
  consensusClustering: consensus,
  GaussianMixture: mixture,
  Hdbscan: hdbscan,
  KMeans: kmeans,
  chooseClusters: choosing,
  RecurrentClusterer: recurrent,
  Spectral: spectral,
  Temi: temi,
  Turtle: turtle,
  Umap: umap,
  Pipeline: pipeline,
  ownRows: (s) => void skein.ownRows(s.number(s.integer(40)), s.number(2 ** s.integer(5)), skein.alone),
  NearestNeighbors: nearestNeighbors,
  PckMeans: pckmeans,
  linksOfClasses: links,
  silhouette,
  MiniBatchKMeans: miniBatch,
};
