// Features that need no training, and a clusterer, as one model: digits by histograms of gradients and Ward's method.
//
//   node examples/09_pipeline.mjs [images]
import { Agglomerative, clusteringAccuracy, concat, Hog, loadMnist, Pipeline, take } from "skein";

const [count = "2000"] = process.argv.slice(2);
const { train, test } = await loadMnist();
const images = take(train, Number(count));

const pipeline = new Pipeline(
  [
    ["hog", new Hog()],
    ["cluster", new Agglomerative({ clusters: 10 })],
  ],
  { device: "native" },
);
const labels = await pipeline.fitPredict(images);
// The known labels are used to judge only.
const { accuracy } = clusteringAccuracy(images.labels, labels);
const others = await pipeline.predict(take(test, 100));
const both = concat([images, take(test, 100)]);
const all = clusteringAccuracy(both.labels, Int32Array.of(...labels, ...others));
console.log(`accuracy ${accuracy.toFixed(2)}, with 100 new images ${all.accuracy.toFixed(2)}`);
await pipeline.close();
