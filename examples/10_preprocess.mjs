// Preprocessing as part of a model: digits with salt-and-pepper noise, sorted as they are and after a median.
//
//   node examples/10_preprocess.mjs [images]
import { clusteringAccuracy, loadMnist, pipelineByName, preprocess, Random, take } from "skein";

const [count = "1000"] = process.argv.slice(2);
const clean = take((await loadMnist()).train, Number(count));
const random = new Random(0);
const noise = (value) => [0, 255][random.integer(16)] ?? value;
const noisy = { ...clean, pixels: clean.pixels.map(noise) };

const error = ({ pixels }) =>
  pixels.reduce((sum, value, i) => sum + Math.abs(value - clean.pixels[i]), 0) / pixels.length;
const filtered = await preprocess(noisy, ["median"]);
console.log(
  `mean error of a pixel: ${error(noisy).toFixed(1)}, after a median ${error(filtered).toFixed(1)}`,
);

// The model keeps the steps: what it predicts later is filtered, too.
for (const steps of [[], ["median"]]) {
  const model = pipelineByName(
    { features: ["hog"], method: "ward", clusters: 10, preprocess: steps },
    "native",
  );
  await model.fit(noisy);
  const { accuracy } = clusteringAccuracy(noisy.labels, model.labels);
  console.log(`${steps.join() || "as they are"}: accuracy ${accuracy.toFixed(2)}`);
  await model.close();
}
