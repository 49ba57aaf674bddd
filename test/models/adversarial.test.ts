/** Virtual adversarial training: the search, its loss, derivatives by pixels through whole networks, and in training. */
import { describe, expect, it } from "vitest";
import { gradCheck, Tape } from "../../src/autograd/index.js";
import { take } from "../../src/data/image_set.js";
import { loadMnist } from "../../src/data/mnist.js";
import type { Device } from "../../src/device/index.js";
import { adversarialChange, virtualAdversarialLoss } from "../../src/models/adversarial.js";
import { neighbourRadii } from "../../src/models/image_clusterer/neighbour_radii.js";
import {
  buildNetwork,
  ImageClassifier,
  ImageClusterer,
  type ImageClustererOptions,
} from "../../src/models/index.js";
import { matmul, reshape } from "../../src/ops/index.js";
import { Random } from "../../src/random/philox.js";
import { type Tensor, tensor } from "../../src/tensor/index.js";
import { onEachDevice } from "../support/devices.js";

const [images, side, classes] = [5, 3, 4];
const size = side * side;
const random = new Random(3);
const draw = (count: number, spread = 1) =>
  Float32Array.from({ length: count }, () => spread * random.normal());
const x = draw(images * size);
/** A linear network, [size, classes]. */
const weight = draw(size * classes, 0.3);

const logits64 = (pixels: ArrayLike<number>) =>
  Array.from({ length: classes }, (_, k) => {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += pixels[i]! * weight[i * classes + k]!;
    return sum;
  });
function softmax64(logits: readonly number[]) {
  const values = logits.map((value) => Math.exp(value - Math.max(...logits)));
  return values.map((value) => value / values.reduce((sum, one) => sum + one));
}
function divergence64(pixels: ArrayLike<number>, change: ArrayLike<number>) {
  const p = softmax64(logits64(pixels));
  const q = softmax64(logits64(Array.from(pixels, (value, i) => value + change[i]!)));
  return p.reduce((sum, value, k) => sum + value * Math.log(value / q[k]!), 0);
}
const unit64 = (values: readonly number[]) => {
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
};

const rowOf = (data: Float32Array, image: number) => data.slice(image * size, (image + 1) * size);

onEachDevice("the adversarial change", (device) => {
  const linear = (tape: Tape, pixels: Tensor) =>
    matmul(tape, reshape(tape, pixels, [images, size]), tape.constant(weight, [size, classes]));
  const adversary = (tape: Tape, xi: number, iterations: number, epsilon: number | Tensor = 0.5) => {
    const pixels = tape.constant(x, [images, side, side, 1]);
    const logits = tape.constant(
      Float32Array.from(Array.from({ length: images }, (_, i) => logits64(rowOf(x, i))).flat()),
      [images, classes],
    );
    const source = { seed: 1, stream: 2, offset: 3 };
    return { x: pixels, logits, forward: linear, epsilon, xi, iterations, random: source };
  };

  it("is the gradient of the divergence at a random place, of the length asked for", async () => {
    // The draw itself is not given: the second step of the search is, from the change of the first.
    using tape = new Tape(device, { gradient: false });
    const first = (await adversarialChange(tape, adversary(tape, 0.7, 1)).data()) as Float32Array;
    const second = (await adversarialChange(tape, adversary(tape, 0.7, 2)).data()) as Float32Array;
    for (let image = 0; image < images; image++) {
      const direction = unit64([...rowOf(first, image)]);
      const place = Array.from(rowOf(x, image), (value, i) => value + 0.7 * direction[i]!);
      const [p, q] = [softmax64(logits64(rowOf(x, image))), softmax64(logits64(place))];
      const gradient = Array.from({ length: size }, (_, i) =>
        q.reduce((sum, value, k) => sum + (value - p[k]!) * weight[i * classes + k]!, 0),
      );
      const want = unit64(gradient).map((value) => 0.5 * value);
      // float32: differences of probabilities of about 0.01 that are 1e-7 off.
      for (let i = 0; i < size; i++) expect(rowOf(second, image)[i]).toBeCloseTo(want[i]!, 4);
      expect(Math.hypot(...rowOf(second, image))).toBeCloseTo(0.5, 5);
    }
  });

  it("changes the prediction more than random changes of the same length do", async () => {
    using tape = new Tape(device, { gradient: false });
    const change = (await adversarialChange(tape, adversary(tape, 1e-2, 5)).data()) as Float32Array;
    for (let image = 0; image < images; image++) {
      const own = divergence64(rowOf(x, image), rowOf(change, image));
      for (let trial = 0; trial < 50; trial++) {
        const other = unit64([...draw(size)]).map((value) => 0.5 * value);
        expect(own).toBeGreaterThan(0.9 * divergence64(rowOf(x, image), other));
      }
    }
  });

  it("has each image's own length, and the loss is the divergence in float64", async () => {
    using tape = new Tape(device, { gradient: false });
    const lengths = [0.1, 0.2, 0.3, 0.4, 2];
    const given = adversary(tape, 10, 1, tape.constant(Float32Array.from(lengths), [images]));
    const change = (await adversarialChange(tape, given).data()) as Float32Array;
    const own = lengths.map((_, image) => divergence64(rowOf(x, image), rowOf(change, image)));
    lengths.forEach((length, image) => {
      expect(Math.hypot(...rowOf(change, image))).toBeCloseTo(length, 5);
    });
    const [loss] = await virtualAdversarialLoss(tape, given).data();
    expect(loss).toBeCloseTo(own.reduce((sum, value) => sum + value) / images, 5);
  });

  it("has a loss whose derivative by the weights is that of finite differences, the change held fixed", async () => {
    // The gradient does not flow into the search: at a frozen change the loss is the divergence there.
    using tape = new Tape(device);
    const changed = tape.constant(weight, [size, classes]);
    tape.watch(changed);
    const given = {
      ...adversary(tape, 10, 1),
      forward: (on: Tape, pixels: Tensor) => matmul(on, reshape(on, pixels, [images, size]), changed),
    };
    const change = (await adversarialChange(tape, given).data()) as Float32Array;
    tape.backward(virtualAdversarialLoss(tape, given));
    const gradient = (await tape.gradient(changed)!.data()) as Float32Array;
    const loss = (weights: Float64Array) => {
      let sum = 0;
      for (let image = 0; image < images; image++) {
        const p = softmax64(logits64(rowOf(x, image)));
        const q = softmax64(
          Array.from({ length: classes }, (_, k) => {
            let logit = 0;
            for (let i = 0; i < size; i++) {
              logit += (rowOf(x, image)[i]! + rowOf(change, image)[i]!) * weights[i * classes + k]!;
            }
            return logit;
          }),
        );
        sum += p.reduce((total, value, k) => total + value * Math.log(value / q[k]!), 0);
      }
      return sum / images;
    };
    for (let i = 0; i < weight.length; i += 5) {
      const [up, down] = [Float64Array.from(weight), Float64Array.from(weight)];
      up[i]! += 1e-5;
      down[i]! -= 1e-5;
      expect(gradient[i]).toBeCloseTo((loss(up) - loss(down)) / 2e-5, 4);
    }
  });

  it("changes nothing where the prediction does not depend on the pixels", async () => {
    using tape = new Tape(device, { gradient: false });
    const given = adversary(tape, 10, 1);
    const flat = tape.constant(new Float32Array(size * classes), [size, classes]);
    const forward = (on: Tape, pixels: Tensor) => matmul(on, reshape(on, pixels, [images, size]), flat);
    const change = await adversarialChange(tape, {
      ...given,
      forward,
      logits: tape.zeros([images, classes]),
    }).data();
    expect([...change].every((value) => value === 0)).toBe(true);
  });
});

onEachDevice("the derivative by pixels", (device) => {
  it.each([
    ["rowLstm", {}],
    ["biRnn", {}],
    ["cnnRnn", {}],
    ["reNet", {}],
    ["attentionRnn", {}],
  ])(
    "of %s is that of finite differences, in inference, and leaves parameters alone",
    async (name, options) => {
      const network = buildNetwork(name, { height: 28, width: 28, channels: 1 }, 3, options);
      network.to(device, { seed: 5 });
      try {
        using tape = new Tape(device, { parameters: false });
        using pixels = tensor(device, draw(2 * 28 * 28, 0.3), [2, 28, 28, 1]);
        tape.watch(pixels);
        const logits = network.forward(tape, pixels);
        tape.backwardFrom([logits], [tape.constant(draw(6), logits.shape)]);
        expect((await tape.gradient(pixels)!.data()).some((value) => value !== 0)).toBe(true);
        expect(network.parameters().some((parameter) => parameter.hasGradient)).toBe(false);
        const sample = (source: Random) => source.uniform();
        const check = await gradCheck(
          device,
          [[2, 28, 28, 1]],
          (tape, [pixels]) => network.forward(tape, pixels!),
          {
            sample,
          },
        );
        expect(check.error, check.worst).toBeLessThan(2e-2);
      } finally {
        network.release();
      }
    },
  );
});

describe("training with it", async () => {
  const digits = take((await loadMnist()).train, 120);
  const short: ImageClustererOptions = {
    views: "digits",
    ...{ epochs: 1, batch: 60, heads: 2, hidden: 8, clusters: 3, earlyStop: { checks: 0 } },
    stem: [{ channels: 4, kernel: 3, stride: 4 }],
  };
  const learned = async (options: ImageClustererOptions, device: Device | "native" = "native") => {
    const model = new ImageClusterer({ ...short, ...options }, device);
    try {
      await model.fit(digits);
      const state = await model.network.stateDict();
      return Buffer.concat(
        [...state.values()].map(({ data }) => Buffer.from(Float32Array.from(data).buffer)),
      );
    } finally {
      await model.close();
    }
  };

  it("leaves every bit as it was where the weight is 0, and none with a weight; the same seed gives the same bits", async () => {
    const plain = await learned({});
    expect(
      await learned({ objective: { adversarial: { weight: 0, epsilon: 9, xi: 1, iterations: 7 } } }),
    ).toEqual(plain);
    const changed = await learned({ objective: { adversarial: { weight: 1 } } });
    expect(changed).not.toEqual(plain);
    expect(await learned({ objective: { adversarial: { weight: 1 } } })).toEqual(changed);
  });

  it("counts from the share of the training that is asked for", async () => {
    const from = (share: number) =>
      learned({ epochs: 2, objective: { adversarial: { weight: 1, from: share } } });
    expect(await from(1)).toEqual(await learned({ epochs: 2 }));
    expect(await from(0.5)).not.toEqual(await from(0));
    expect(await from(0.5)).not.toEqual(await from(1));
  });

  it("takes lengths from neighbours: a quarter of the distance to the tenth", async () => {
    const model = new ImageClusterer(short, "native");
    const radii = await neighbourRadii(await model.device(), digits);
    await model.close();
    const distances = Array.from({ length: digits.count }, (_, other) =>
      Math.hypot(
        ...Array.from(
          { length: 784 },
          (_, i) => (digits.pixels[7 * 784 + i]! - digits.pixels[other * 784 + i]!) / 255,
        ),
      ),
    ).sort((a, b) => a - b);
    expect(radii[7]).toBeCloseTo(distances[10]! / 4, 5);
    expect(await learned({ objective: { adversarial: { weight: 1, epsilon: "neighbours" } } })).not.toEqual(
      await learned({ objective: { adversarial: { weight: 1 } } }),
    );
  });

  it("is an option of classifiers, off by default", async () => {
    const trained = async (adversarial: object) => {
      const model = new ImageClassifier(
        { network: "rowLstm", epochs: 1, batch: 40, ...adversarial },
        "native",
      );
      try {
        await model.fit(digits, digits.labels!);
        return (await model.predictProba(digits)).data;
      } finally {
        await model.close();
      }
    };
    const plain = await trained({});
    expect(await trained({ adversarial: { weight: 0, epsilon: 5 } })).toEqual(plain);
    expect(await trained({ adversarial: { weight: 1 } })).not.toEqual(plain);
  });

  it("refuses settings that are none, with what they take", () => {
    expect(() => new ImageClusterer({ objective: { adversarial: { epsilon: -1 } } })).toThrow(
      'configuration.objective.adversarial.epsilon is -1: give a number from 0.000001 to 1000000, or "neighbours"',
    );
    expect(() => new ImageClassifier({ adversarial: { epsilon: -1 } })).toThrow(
      "configuration.adversarial.epsilon is -1: give a number from 0.000001 to 1000000",
    );
  });
});
