// Convolutions and a recurrent layer on colour pictures of two classes: a folder with a folder of images for each.
//
//   node examples/03_cnn_rnn.mjs pictures/ [side] [epochs]
import { earlyStopping, ImageClassifier, labelsFromFolders, loadImageFolder } from "skein";

const [folder = "pictures", side = "224", epochs = "10"] = process.argv.slice(2);
const size = { height: Number(side), width: Number(side), channels: 3 };
const images = labelsFromFolders(await loadImageFolder(folder, size));

const classifier = new ImageClassifier({
  network: "cnnRnn",
  epochs: Number(epochs),
  batch: 16,
  validationSplit: 0.2,
});
try {
  const { history } = await classifier.fit(images, images.labels, {
    labelNames: images.labelNames,
    callbacks: [earlyStopping({ patience: 3 })],
  });
  for (const { epoch, loss, metrics } of history) {
    console.log(
      `epoch ${epoch}: loss ${loss.toFixed(3)}, validation accuracy ${metrics.valAccuracy.toFixed(3)}`,
    );
  }
  const [first] = await classifier.predict(images);
  console.log(`${images.names[0]} is ${images.labelNames[first]}`);
} finally {
  await classifier.close();
}
