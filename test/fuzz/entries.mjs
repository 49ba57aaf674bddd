/**
 * How each public function that works on a device is called with arguments of a session: by export, as `ops.add`.
 * test/fuzz/fuzz.test.ts compares the names with what the package exports.
 */
import * as skein from "../../dist/index.js";
import { unaryOps } from "../../dist/kernels/unary.js";
import { ImageBatches } from "../../dist/models/batches.js";

const { ops } = skein;
const size = (shape) => shape.reduce((a, b) => a * b, 1);

const binary = (op) => (s) => {
  const shape = s.shape();
  const other = s.chance(2) ? shape : shape.map((extent) => (s.chance(2) ? extent : 1)).slice(s.integer(2));
  return op(s.tape, s.tensor(shape), s.tensor(other.length > 0 ? other : [1]));
};
const onOne = (op) => (s) => op(s.tape, s.tensor(s.shape()));
const reduction = (op) => (s) => {
  const shape = s.shape();
  const axis = s.chance(3) ? null : s.number(s.integer(shape.length) - s.pick([0, shape.length]));
  return op(s.tape, s.tensor(shape), axis);
};
const pairLoss = (loss) => (s) => {
  const shape = s.shape();
  return loss(s, s.tensor(shape), s.tensor(shape), s.pick(["none", "mean", "sum"]));
};
const image = (s) => [1 + s.integer(2), 3 + s.integer(6), 3 + s.integer(6), s.pick([1, 2, 3, 8])];
/** Neither so large that a result fills memory, nor what every check refuses. */
const extents = (s, draw) => (s.chance(3) ? [s.number(draw()), s.number(draw())] : s.number(draw()));
const window = (s) => ({ stride: s.number(1 + s.integer(3)), padding: s.number(s.integer(3)) });
const wideWindow = (s) => ({
  stride: extents(s, () => 1 + s.integer(3)),
  padding: extents(s, () => s.integer(3)),
  dilation: extents(s, () => 1 + s.integer(2)),
});
const pooling = (op) => (s) =>
  op(
    s.tape,
    s.tensor(image(s)),
    extents(s, () => 1 + s.integer(3)),
    { ...wideWindow(s), ceilMode: s.chance(2), countIncludePad: s.chance(2) },
  );
/** Channels of x and of the weight, and groups: what fits, but for now and then. */
const groupsOf = (s, inputs) => {
  const groups = s.pick([1, 1, 2, inputs]);
  return {
    groups: s.number(groups),
    own: Math.max(1, Math.floor(inputs / groups)),
    outputs: groups * (1 + s.integer(3)),
  };
};

/** A set of images, and a batch with indices of which some may be wrong. */
function batchOf(s) {
  const [count, height, width] = [1 + s.integer(4), 1 + s.integer(9), 1 + s.integer(9)];
  const channels = s.pick([1, 3]);
  const pixels = s.values(count * height * width * channels, "u8");
  const batches = new ImageBatches(s.device, { count, height, width, channels, pixels });
  try {
    const { values } = s.indices(1 + s.integer(6), count);
    return { batches, batch: batches.select(s.tape, values), values, count };
  } catch (error) {
    batches.release();
    throw error;
  }
}

function images(s, use) {
  const { batches, batch, values, count } = batchOf(s);
  try {
    const y = use(batches, batch);
    s.recorded(values, count);
    return y;
  } finally {
    batches.release();
  }
}

/** A module made, used forward and backward, and released. */
function layer(make, use) {
  return (s) => {
    const module = make(s).to(s.device, { seed: s.integer(100) });
    const tape = new skein.Tape(
      s.device,
      s.chance(2) ? { training: { seed: s.number(1), step: s.number(2) } } : {},
    );
    try {
      tape.backward(ops.sum(tape, use(s, module, tape)));
      return null;
    } finally {
      tape.dispose();
      module.release();
    }
  };
}

/** A model with a gradient, for `use`. */
function withGradient(s, use) {
  const model = new skein.Linear(s.extent(), s.extent()).to(s.device);
  const tape = new skein.Tape(s.device);
  try {
    tape.backward(ops.sum(tape, model.forward(tape, tape.zeros([2, model.weight.shape[1]]))));
    use(model);
  } finally {
    tape.dispose();
    model.release();
  }
}

const optimizer = (make) => (s) =>
  withGradient(s, (model) => {
    const own = make(s, model);
    try {
      own.step(s.number(0.1));
      const moments = new Map([["exp_avg.weight", { shape: [3], data: new Float32Array(3) }]]);
      own.restore({ steps: { weight: s.number(1), bias: s.number(1) }, moments });
    } finally {
      own.release();
    }
  });

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

const imageSet = (s) => {
  const [count, height, width] = [s.integer(4), 1 + s.integer(3), 1 + s.integer(3)];
  return skein.createImageSet({
    count: s.number(count),
    height,
    width,
    channels: s.pick([1, 3]),
    pixels: new Uint8Array(count * height * width * s.pick([1, 3])),
    labels: s.chance(2) ? null : new Int32Array(count),
    source: "fuzz",
  });
};

export const entries = {
  "ops.add": binary(ops.add),
  "ops.sub": binary(ops.sub),
  "ops.mul": binary(ops.mul),
  "ops.div": binary(ops.div),
  "ops.avgPool2d": pooling(ops.avgPool2d),
  "ops.maxPool2d": pooling(ops.maxPool2d),
  "ops.conv2d": (s) => {
    const shape = image(s);
    const { groups, own, outputs } = groupsOf(s, shape[3]);
    const weight = s.tensor([outputs, 1 + s.integer(3), 1 + s.integer(3), own]);
    const options = { ...wideWindow(s), groups };
    options.padding = s.pick([options.padding, options.padding, "same", [1, 2, 0, s.number(1)]]);
    return ops.conv2d(s.tape, s.tensor(shape), weight, s.chance(2) ? null : s.tensor([outputs]), options);
  },
  "ops.convTranspose2d": (s) => {
    const shape = image(s);
    const { groups, own, outputs } = groupsOf(s, shape[3]);
    const weight = s.tensor([
      shape[3],
      1 + s.integer(3),
      1 + s.integer(3),
      Math.ceil(outputs / (shape[3] / own)),
    ]);
    const options = { ...wideWindow(s), groups, outputPadding: s.number(0) };
    return ops.convTranspose2d(
      s.tape,
      s.tensor(shape),
      weight,
      s.chance(2) ? null : s.tensor([outputs]),
      options,
    );
  },
  "ops.globalAvgPool2d": (s) => ops.globalAvgPool2d(s.tape, s.tensor(image(s))),
  "ops.globalMaxPool2d": (s) => ops.globalMaxPool2d(s.tape, s.tensor(image(s))),
  "ops.adaptiveAvgPool2d": (s) =>
    ops.adaptiveAvgPool2d(
      s.tape,
      s.tensor(image(s)),
      extents(s, () => 1 + s.integer(9)),
    ),
  "ops.upsample2d": (s) =>
    ops.upsample2d(s.tape, s.tensor(image(s)), {
      ...(s.chance(2)
        ? { size: extents(s, () => 1 + s.integer(9)) }
        : { scaleFactor: extents(s, () => s.pick([0.5, 1, 1.5, 2])) }),
      ...(s.chance(2) && { mode: "bilinear", alignCorners: s.chance(2) }),
    }),
  "ops.dropout": (s) =>
    ops.dropout(s.tape, s.tensor(s.shape()), s.number(0.3), {
      seed: s.number(1),
      stream: s.number(2),
      offset: s.number(3),
    }),
  "ops.linear": (s) => {
    const [rows, inputs, outputs] = [s.extent(), s.extent(), s.extent()];
    const bias = s.chance(2) ? null : s.tensor([outputs]);
    return ops.linear(s.tape, s.tensor([rows, inputs]), s.tensor([outputs, inputs]), bias);
  },
  "ops.matmul": (s) => {
    const [m, k, n] = [s.extent(), s.extent(), s.extent()];
    const options = { transposeA: s.chance(3), transposeB: s.chance(3) };
    const batch = () => s.pick([[], [1], [3], [2, 1], [2, 3]]);
    const a = [...batch(), ...(options.transposeA ? [k, m] : [m, k])];
    const b = [...batch(), ...(options.transposeB ? [n, k] : [k, n])];
    return ops.matmul(s.tape, s.tensor(s.chance(9) ? [k] : a), s.tensor(s.chance(9) ? [k] : b), options);
  },
  "ops.imagesToFloat": (s) => {
    const shape = image(s);
    const perChannel = (value) =>
      s.chance(2) ? s.number(value) : shape.slice(3).flatMap((c) => Array(c).fill(s.number(value)));
    return ops.imagesToFloat(s.tape, s.tensor(shape, "u8"), { mean: perChannel(0.5), std: perChannel(0.2) });
  },
  "ops.batchNorm": (s) => {
    const shape = s.shape(2 + s.integer(3));
    const channels = shape.at(-1);
    return ops.batchNorm(
      s.tape,
      s.tensor(shape),
      s.tensor([channels]),
      s.tensor([channels]),
      s.tensor([2, channels]),
      {
        training: s.chance(2),
        relu: s.chance(2),
        epsilon: s.number(1e-5),
        momentum: s.number(0.1),
      },
    );
  },
  "ops.groupNorm": (s) => {
    const shape = s.shape(2 + s.integer(3));
    const channels = shape.at(-1);
    const groups = s.number(s.pick([1, channels, 2]));
    return ops.groupNorm(
      s.tape,
      s.tensor(shape),
      groups,
      s.tensor([channels]),
      s.tensor([channels]),
      s.number(1e-5),
    );
  },
  "ops.layerNorm": (s) => {
    const shape = s.shape(2 + s.integer(3));
    const features = shape.at(-1);
    return ops.layerNorm(s.tape, s.tensor(shape), s.tensor([features]), s.tensor([features]), s.number(1e-5));
  },
  "ops.recurrent": (s) => {
    const cell = s.pick(ops.cells);
    const [batch, steps, inputs, hidden] = [1 + s.integer(4), 1 + s.integer(4), s.extent(), s.extent()];
    const directions = 1 + s.integer(2);
    const rows = ops.gatesOf[cell] * hidden;
    const lengths = s.chance(2) ? null : s.indices(batch, steps + 1);
    const x = s.tensor([batch, steps, inputs]);
    const { y } = ops.recurrent(
      s.tape,
      cell,
      x,
      {
        weightIh: s.tensor([directions, rows, inputs]),
        weightHh: s.tensor([directions, rows, hidden]),
        biasIh: s.tensor([directions, rows]),
        biasHh: s.tensor([directions, rows]),
      },
      {
        ...(s.chance(4) ? { reversed: s.number(s.integer(8)) } : {}),
        initial: s.chance(2) ? null : s.tensor([ops.statesOf[cell], directions, batch, hidden]),
        lengths: lengths?.tensor ?? null,
        nonlinearity: s.pick(["tanh", "relu"]),
      },
    );
    if (lengths) s.recorded(lengths.values, x.shape[1] + 1);
    return y;
  },
  "ops.mean": reduction(ops.mean),
  "ops.sum": reduction(ops.sum),
  "ops.concat": (s) => {
    const shape = s.shape();
    const tensors = Array.from({ length: s.integer(4) }, () => s.tensor(shape));
    return ops.concat(s.tape, tensors, s.number(s.integer(shape.length)));
  },
  "ops.gatherRows": (s) => {
    const [rows, cols] = [s.extent(), s.extent()];
    const index = s.indices(s.extent(), rows);
    const x = s.tensor([rows, cols]);
    const y = ops.gatherRows(s.tape, x, index.tensor);
    s.recorded(index.values, x.shape[0]);
    return y;
  },
  "ops.permute": (s) => {
    const shape = s.shape();
    return ops.permute(
      s.tape,
      s.tensor(shape),
      [...s.random.permutation(shape.length)].map((axis) => s.number(axis)),
    );
  },
  "ops.reshape": (s) => {
    const shape = s.shape();
    return ops.reshape(
      s.tape,
      s.tensor(shape),
      s.badShape(s.chance(2) ? [size(shape)] : [...shape].reverse()),
    );
  },
  "ops.slice": (s) => {
    const shape = s.shape();
    const axis = s.integer(shape.length);
    const start = s.integer(shape[axis]);
    return ops.slice(
      s.tape,
      s.tensor(shape),
      s.number(axis),
      s.number(start),
      s.number(start + 1 + s.integer(2)),
    );
  },
  "ops.crossEntropy": (s) => {
    const [rows, classes] = [s.extent(), s.extent()];
    const labels = s.indices(rows, classes);
    const logits = s.tensor([rows, classes]);
    const ignoreIndex = s.chance(2) ? null : s.pick([0, -1, s.number(255), labels.values[0]]);
    const loss = ops.crossEntropy(s.tape, logits, labels.tensor, {
      weight: s.chance(2) ? null : s.tensor([classes]),
      labelSmoothing: s.number(s.pick([0, 0.1])),
      ignoreIndex,
      reduction: s.pick(["none", "mean", "sum"]),
    });
    const counted = labels.values.filter((label) => ignoreIndex === null || label !== ignoreIndex >>> 0);
    s.recorded(counted, logits.shape[1]);
    return loss;
  },
  "ops.binaryCrossEntropyWithLogits": pairLoss((s, x, y, reduction) =>
    ops.binaryCrossEntropyWithLogits(s.tape, x, y, {
      posWeight: s.chance(2) ? null : s.tensor([x.shape.at(-1)]),
      reduction,
    }),
  ),
  "ops.meanSquaredError": pairLoss((s, x, y, reduction) => ops.meanSquaredError(s.tape, x, y, { reduction })),
  "ops.meanAbsoluteError": pairLoss((s, x, y, reduction) =>
    ops.meanAbsoluteError(s.tape, x, y, { reduction }),
  ),
  "ops.klDivergence": pairLoss((s, x, y, reduction) =>
    ops.klDivergence(s.tape, x, y, { logTarget: s.chance(2), reduction: s.pick([reduction, "batchmean"]) }),
  ),
  "ops.scaledDotProductAttention": (s) => {
    const [batch, heads, queries, keys] = [s.pick([1, 2]), s.pick([1, 3]), s.extent(), s.extent()];
    const [width, values] = [s.extent(), s.extent()];
    return ops.scaledDotProductAttention(
      s.tape,
      s.tensor([batch, heads, queries, width]),
      s.tensor([batch, heads, keys, width]),
      s.tensor([batch, heads, keys, values]),
      {
        mask: s.chance(2)
          ? null
          : s.tensor(
              s.pick([
                [queries, keys],
                [batch, 1, 1, keys],
              ]),
            ),
        causal: s.chance(2),
      },
    );
  },
  "ops.selfAttention": (s) => {
    const [batch, steps, heads] = [s.pick([1, 2]), s.extent(), s.pick([1, 2])];
    return ops.selfAttention(s.tape, s.tensor([batch, steps, 3 * heads * s.extent()]), s.number(heads), {
      mask: s.chance(2) ? null : s.tensor([steps, steps]),
      causal: s.chance(2),
      dropout: s.chance(2)
        ? null
        : { rate: s.number(0.2), seed: s.number(1), stream: s.number(2), offset: s.number(3) },
    });
  },
  "ops.argmax": onOne(ops.argmax),
  "ops.softmax": onOne(ops.softmax),
  "ops.logSoftmax": onOne(ops.logSoftmax),
  "ops.exp": onOne(ops.exp),
  "ops.log": onOne(ops.log),
  "ops.relu": onOne(ops.relu),
  "ops.sigmoid": onOne(ops.sigmoid),
  "ops.square": onOne(ops.square),
  "ops.tanh": onOne(ops.tanh),
  "ops.abs": onOne(ops.abs),
  "ops.neg": onOne(ops.neg),
  "ops.silu": onOne(ops.silu),
  "ops.softplus": onOne(ops.softplus),
  "ops.sqrt": onOne(ops.sqrt),
  "ops.pow": (s) => ops.pow(s.tape, s.tensor(s.shape()), s.number(s.pick([2, 0.5, -3]))),
  "ops.leakyRelu": (s) => ops.leakyRelu(s.tape, s.tensor(s.shape()), s.number(0.1)),
  "ops.elu": (s) => ops.elu(s.tape, s.tensor(s.shape()), s.number(1)),
  "ops.gelu": (s) => ops.gelu(s.tape, s.tensor(s.shape()), { approximate: s.pick(["none", "tanh"]) }),
  "ops.clamp": (s) =>
    ops.clamp(s.tape, s.tensor(s.shape()), {
      ...(s.chance(2) ? { min: s.number(-1) } : {}),
      ...(s.chance(2) ? { max: s.number(1) } : {}),
    }),
  "ops.scale": (s) => ops.scale(s.tape, s.tensor(s.shape()), s.number(2)),
  "ops.shift": (s) => ops.shift(s.tape, s.tensor(s.shape()), s.number(2)),
  "ops.unary": (s) => ops.unary(s.tape, s.pick(Object.keys(unaryOps)), s.tensor(s.shape()), s.number(0.5)),

  Tape: async (s) => {
    const x = s.result(s.shape());
    const kind = s.integer(6);
    if (kind === 0)
      s.tape.watch(x, s.chance(2) ? undefined : { gradient: s.tensor(x.shape), claim: () => s.chance(4) });
    else if (kind === 1) s.backward(ops.sum(s.tape, x));
    else if (kind === 2) s.backwardFrom([x], [s.tensor(x.shape)]);
    else if (kind === 3) s.tape.gradient(x);
    else if (kind === 4) s.tape.constant(s.values(s.extent()), s.badShape([s.extent()]));
    else s.tape.empty(s.badShape());
  },
  Tensor: (s) => {
    const x = s.tensor(s.shape());
    const dtype = s.pick(["f32", "i32", "u32", "u8"]);
    return new skein.Tensor(
      s.device,
      { ...x.slice, offset: s.number(0), bytes: s.number(x.slice.bytes) },
      s.badShape(),
      dtype,
    ).dtype;
  },
  "Tensor.data": async (s) => {
    const x = s.tensor(s.shape());
    // Another device knows nothing of this one's indices.
    await (x.device === s.device ? s.read(x.data()) : x.data());
  },
  "Tensor.view": (s) => s.tensor(s.shape()).view(s.badShape()).shape,
  "Tensor.write": (s) => {
    const x = s.tape.empty(s.shape());
    x.write(s.chance(4) ? s.values(s.extent(), s.pick(["u32", "u8"])) : s.values(x.size));
  },
  "Tensor.release": (s) => s.released().release(),
  empty: (s) => skein.empty(s.device, s.badShape(), s.pick(["f32", "u8"])).release(),
  zeros: (s) => skein.zeros(s.device, s.badShape(), s.pick(["f32", "u32"])).release(),
  tensor: (s) => {
    const shape = s.shape();
    const values = s.values(s.chance(8) ? s.extent() : size(shape), s.pick(["f32", "i32", "u32", "u8"]));
    skein.tensor(s.device, s.chance(4) ? [...values] : values, s.badShape(shape)).release();
  },
  Device: async (s) => {
    const { device } = s;
    const { slice } = s.tensor(s.shape());
    const part = () => ({ ...slice, offset: s.number(256 * s.integer(2)), bytes: s.number(s.integer(512)) });
    const kind = s.integer(6);
    if (kind === 0) device.copy(part(), s.tape.empty(s.shape()).slice);
    else if (kind === 1) device.clear({ ...s.tape.empty(s.shape()).slice, bytes: s.number(4) });
    else if (kind === 2) await s.read(device.read(part()));
    else if (kind === 3) device.write(s.tape.empty([4]).slice, s.values(s.extent()));
    else if (kind === 4) device.createBuffer(s.number(4 * s.integer(99))).release();
    else device.submit();
  },
  Agglomerative: agglomerative,
  GaussianMixture: mixture,
  Hdbscan: hdbscan,
  KMeans: kmeans,
  gradCheck: async (s) => {
    await s.settle();
    const options = { probes: s.number(1), step: s.number(1e-2), seed: s.number(1) };
    await skein.gradCheck(s.device, [s.badShape([2, 3])], (tape, [x]) => ops.tanh(tape, x), options);
  },
  "ImageBatches.plain": (s) => images(s, (batches, batch) => batches.plain(s.tape, batch)),
  "ImageBatches.augmented": (s) =>
    images(s, (batches, batch) =>
      batches.augmented(
        s.tape,
        batch,
        {
          rotation: s.number(10),
          scale: s.number(0.1),
          shear: s.number(0.1),
          translation: s.number(0.1),
          elastic: s.number(0.05),
          flip: s.number(0.5),
          brightness: s.number(0.1),
          contrast: s.number(0.1),
          erase: s.number(0.3),
          eraseUntil: 1,
        },
        { seed: s.number(3), offset: s.number(4) },
      ),
    ),

  Linear: layer(
    (s) => new skein.Linear(s.extent(), s.extent(), { bias: s.chance(2) }),
    (s, made, tape) => made.forward(tape, s.tensor([s.extent(), made.weight.shape[1]])),
  ),
  Conv2d: layer(
    (s) => new skein.Conv2d(s.pick([1, 3]), s.extent(), s.number(1 + s.integer(3)), window(s)),
    (s, made, tape) => made.forward(tape, s.tensor([1, 6, 7, made.weight.shape[3]])),
  ),
  BatchNorm: layer(
    (s) => new skein.BatchNorm(s.extent(), { relu: s.chance(2) }),
    (s, made, tape) => made.forward(tape, s.tensor([3, made.weight.shape[0]])),
  ),
  LayerNorm: layer(
    (s) => new skein.LayerNorm(s.extent(), { epsilon: s.number(1e-5) }),
    (s, made, tape) => made.forward(tape, s.tensor([3, made.weight.shape[0]])),
  ),
  GroupNorm: layer(
    (s) => new skein.GroupNorm(s.number(s.pick([1, 2, 3])), s.pick([2, 6])),
    (s, made, tape) => made.forward(tape, s.tensor([2, 3, made.weight.shape[0]])),
  ),
  MultiheadSelfAttention: layer(
    (s) =>
      new skein.MultiheadSelfAttention(s.number(s.pick([4, 6])), s.number(s.pick([1, 2, 3])), {
        dropout: s.number(0.2),
        bias: s.chance(2),
        causal: s.chance(2),
      }),
    (s, made, tape) => {
      const x = s.tensor([2, 3, made.in_proj_weight.shape[1]]);
      return made.run(tape, x, {
        mask: s.chance(2)
          ? null
          : s.tensor(
              s.pick([
                [3, 3],
                [2, 1, 1, 3],
              ]),
            ),
      });
    },
  ),
  TransformerEncoderLayer: layer(
    (s) =>
      new skein.TransformerEncoderLayer(4, s.number(2), {
        feedForward: s.number(3),
        dropout: s.number(0.1),
        activation: s.pick(["relu", "gelu", "none"]),
        normFirst: s.chance(2),
      }),
    (s, made, tape) => made.forward(tape, s.tensor([2, 3, 4])),
  ),
  AttentionPooling: layer(
    (s) => new skein.AttentionPooling(s.extent(), { hidden: s.number(3) }),
    (s, made, tape) => {
      const x = s.tensor([2, 3, made.projection.weight.shape[1]]);
      return made.run(tape, x, { mask: s.chance(2) ? null : s.tensor([2, 3]) }).pooled;
    },
  ),
  PositionEmbedding: layer(
    (s) => new skein.PositionEmbedding(s.number(4), s.number(3)),
    (s, made, tape) => made.forward(tape, s.tensor([2, 1 + s.integer(5), 3])),
  ),
  SinusoidalPositions: (s) => new skein.SinusoidalPositions().forward(s.tape, s.tensor(s.shape())),
  ReNet: layer(
    (s) =>
      new skein.ReNet(s.pick([1, 2]), s.number(3), {
        patch: s.number(s.pick([1, 2])),
        cell: s.pick(ops.cells),
      }),
    (s, made, tape) => made.forward(tape, s.tensor([1, 4, 6, s.pick([1, 2])])),
  ),
  Residual: layer(
    (s) => new skein.Residual(new skein.Linear(3, s.pick([1, 3])), s.chance(2) ? null : ops.relu),
    (s, made, tape) => made.forward(tape, s.tensor([2, 3])),
  ),
  Dropout: layer(
    (s) => new skein.Sequential(new skein.Linear(3, 3), new skein.Dropout(s.number(0.5))),
    (s, made, tape) => made.forward(tape, s.tensor([2, 3])),
  ),
  ...Object.fromEntries(
    [skein.RNN, skein.LSTM, skein.GRU].map((Layer) => [
      Layer.name,
      layer(
        (s) =>
          new Layer(3, 1 + s.integer(9), {
            layers: s.number(1 + s.integer(2)),
            bidirectional: s.chance(2),
            dropout: s.number(0.2),
            returnSequences: s.chance(2),
          }),
        (s, made, tape) => made.forward(tape, s.tensor([2, 3, 3])),
      ),
    ]),
  ),
  Recurrent: layer(
    (s) => new skein.Recurrent(s.pick(ops.cells), 3, 1 + s.integer(9)),
    (s, made, tape) => {
      const lengths = s.indices(2, 4);
      const { outputs } = made.run(tape, s.tensor([2, 3, 3]), { lengths: lengths.tensor });
      s.recorded(lengths.values, 4);
      return outputs;
    },
  ),
  ConvTranspose2d: layer(
    (s) =>
      new skein.ConvTranspose2d(s.pick([1, 4]), s.extent(), s.number(1 + s.integer(3)), {
        stride: s.number(2),
      }),
    (s, made, tape) => made.forward(tape, s.tensor([1, 3, 4, made.weight.shape[0]])),
  ),
  Sequential: layer(
    (s) => new skein.Sequential(skein.flatten, new skein.Linear(12, s.extent()), ops.relu),
    (s, made, tape) => made.forward(tape, s.tensor([2, 3, 4])),
  ),
  flatten: (s) => skein.flatten(s.tape, s.tensor(s.shape())),
  rowSequence: (s) => skein.rowSequence(s.tape, s.tensor(s.shape())),
  cellSequence: (s) =>
    skein.cellSequence(s.tape, s.tensor([2, 6, 4, 3]), s.number(s.pick([1, 2, 3])), s.pick(skein.cellOrders)),
  Parameter: (s) => new skein.Parameter(s.badShape(), skein.normalInit(s.number(1))).value,
  Adam: optimizer((s, model) => new skein.Adam(model, { beta1: s.number(0.9), epsilon: s.number(1e-8) })),
  AdamW: optimizer((s, model) => new skein.AdamW(model, { weightDecay: s.number(0) })),
  SGD: optimizer((s, model) => new skein.SGD(model, { momentum: s.number(0.9), nesterov: s.chance(2) })),
  RMSprop: optimizer((s, model) => new skein.RMSprop(model, { alpha: s.number(0.9), momentum: s.number(0) })),
  WeightAverage: (s) =>
    withGradient(s, (model) => {
      const average = new skein.WeightAverage(model, { decay: s.number(0.9) });
      try {
        for (let i = s.integer(3); i > 0; i--) average.update();
        average.apply();
        const averages = new Map([["weight", { shape: [3], data: new Float32Array(3) }]]);
        average.restore({ updates: s.number(1), averages });
      } finally {
        average.release();
      }
    }),
  clipGradients: (s) => withGradient(s, (model) => skein.clipGradients(model, s.number(1))),
  createImageSet: (s) => imageSet(s).count,
  subset: (s) =>
    skein.subset(
      imageSet(s),
      Array.from({ length: s.integer(4) }, () => s.number(s.integer(5))),
    ).count,
  take: (s) => skein.take(imageSet(s), s.number(s.integer(6))).count,
  concat: (s) => skein.concat(Array.from({ length: s.integer(3) }, () => imageSet(s))).count,
};
