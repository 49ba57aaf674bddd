// ResNet-18 with torchvision's parameter names: learn it, freeze its trunk, and learn another head on it.
//
//   node examples/07_resnet.mjs [images] [epochs]
import { buildNetwork, ImageClassifier, Linear, loadMnist, Model, subset, take } from "skein";

const [count = "2000", epochs = "1"] = process.argv.slice(2);
const digits = take((await loadMnist()).train, Number(count));
const below5 = subset(
  digits,
  [...digits.labels.keys()].filter((i) => digits.labels[i] < 5),
);

const classifier = new ImageClassifier({ network: "resnet18", epochs: Number(epochs), batch: 32 }, "native");
await classifier.fit(below5, below5.labels);
const state = await classifier.network.stateDict();
await classifier.close();
console.log([...state.keys()].slice(0, 3).join(", "));

// The same network with ten outputs on the trunk that saw five digits.
const network = buildNetwork("resnet18", { height: 28, width: 28, channels: 1 }, 5);
network.head = new Linear(network.featureCount, 10);
const model = new Model(network, { device: "native" });
model.compile({ loss: "crossEntropy", learningRate: 1e-2, metrics: ["accuracy"] });
const x = {
  shape: [digits.count, 28, 28, 1],
  data: Float32Array.from(digits.pixels, (byte) => byte / 255),
};
const y = { shape: [digits.count], data: digits.labels };
// The first use gives the network its memory.
await model.predict({ shape: [1, 28, 28, 1], data: x.data.subarray(0, 784) });
network.loadStateDict(new Map([...state].filter(([name]) => !name.startsWith("fc."))), { strict: false });
network.freeze();
network.head.unfreeze();
const history = await model.fit(x, y, { epochs: 3, batchSize: 64, validationSplit: 0.2 });
console.log(
  `ten digits on the frozen trunk: validation accuracy ${history.at(-1).metrics.valAccuracy.toFixed(2)}`,
);
await model.close();
