// An LSTM that reads a digit row by row, learned from labels.
//
//   node examples/02_row_lstm.mjs [images] [epochs]
import { ImageClassifier, loadMnist, take } from "skein";

const [count = "60000", epochs = "5"] = process.argv.slice(2);
const mnist = await loadMnist();
const [train, test] = [take(mnist.train, Number(count)), take(mnist.test, 10000)];

const classifier = new ImageClassifier({
  network: "rowLstm",
  epochs: Number(epochs),
  normalization: { mean: 0.1307, std: 0.3081 },
});
await classifier.fit(train, train.labels);
const { accuracy, report } = await classifier.evaluate(test, test.labels);
const { precision, recall } = report.macroAverage;
console.log(
  `accuracy ${accuracy.toFixed(4)}, precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}`,
);
await classifier.close();
