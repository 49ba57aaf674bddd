// Classes without labels from an autoencoder: an LSTM reads a digit's rows into a code and draws them again, and
// k-means sorts the codes.
//
//   node examples/05_autoencoder_kmeans.mjs [images] [epochs]
import {
  buildNetwork,
  clusteringAccuracy,
  KMeans,
  loadMnist,
  Model,
  openDevice,
  take,
  withTape,
} from "skein";

const [count = "5000", epochs = "10"] = process.argv.slice(2);
const images = take((await loadMnist()).train, Number(count));
const size = { height: 28, width: 28, channels: 1 };
const shape = [images.count, 28, 28, 1];
const pixels = Float32Array.from(images.pixels, (byte) => byte / 255);

const device = await openDevice("native");
const network = buildNetwork("sequenceAutoencoder", size, 1);
const model = new Model(network, { device });
model.compile({ loss: "meanSquaredError", learningRate: 2e-3 });
const x = { shape, data: pixels };
const history = await model.fit(x, x, { epochs: Number(epochs), batchSize: 100 });
console.log(`reconstruction error ${history.at(-1).loss.toFixed(4)}`);

const withoutGradient = { gradient: false };
await withTape(
  device,
  async (tape) => {
    const codes = tape.keep(network.features(tape, tape.constant(pixels, shape)));
    const kmeans = new KMeans({ clusters: 10, nInit: 10 });
    await kmeans.fit(codes);
    // The labels are used to judge only.
    const { accuracy } = clusteringAccuracy(images.labels, await kmeans.predict(codes));
    console.log(`k-means on the codes: accuracy ${accuracy.toFixed(2)}`);
  },
  withoutGradient,
);
await model.close();
device.close();
