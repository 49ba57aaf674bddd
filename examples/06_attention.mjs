// Convolutions, a bidirectional GRU and additive attention over its outputs, learned with augmentation.
//
//   node examples/06_attention.mjs [images] [epochs]
import { formatSummary, ImageClassifier, loadFashionMnist, loadMnist, summarize, take } from "skein";

const [count = "10000", epochs = "5", set = "mnist"] = process.argv.slice(2);
const data = set === "fashion-mnist" ? await loadFashionMnist() : await loadMnist();
const [train, test] = [take(data.train, Number(count)), take(data.test, 2000)];

const classifier = new ImageClassifier({
  network: "attentionRnn",
  epochs: Number(epochs),
  batch: 64,
  schedule: "oneCycle",
  learningRate: 3e-3,
  augmentation: { rotation: 10, scale: 0.1, shear: 0.1, translation: 0.08, elastic: 0.03, erase: 0 },
});
await classifier.fit(train, train.labels, {
  validation: { images: test, labels: test.labels },
  callbacks: [
    {
      onEpochEnd: (history) => {
        const { epoch, loss, metrics } = history.at(-1);
        console.log(
          `epoch ${epoch}: loss ${loss.toFixed(3)}, test accuracy ${metrics.valAccuracy.toFixed(3)}`,
        );
      },
    },
  ],
});
console.log(formatSummary(summarize(classifier.network, [1, 28, 28, 1])));
await classifier.close();
