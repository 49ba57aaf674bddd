/** Ops. See entries.mjs. */
import * as skein from "../../dist/index.js";
import { unaryOps } from "../../dist/kernels/unary.js";

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

export const opEntries = {
  "ops.add": binary(ops.add),
  "ops.sub": binary(ops.sub),
  "ops.mul": binary(ops.mul),
  "ops.div": binary(ops.div),
  "ops.maximum": binary(ops.maximum),
  "ops.minimum": binary(ops.minimum),
  "ops.power": binary(ops.power),
  "ops.greater": binary(ops.greater),
  "ops.equal": binary(ops.equal),
  "ops.where": (s) => {
    const shape = s.shape();
    return ops.where(s.tape, s.tensor(shape), s.tensor(shape), s.tensor(s.chance(2) ? shape : s.shape()));
  },
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
  "ops.addNoise": (s) =>
    ops.addNoise(s.tape, s.tensor(s.shape()), s.number(0.3), {
      seed: s.number(1),
      stream: s.number(2),
      offset: s.number(3),
      first: s.number(0),
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
  "ops.amax": reduction(ops.amax),
  "ops.amin": reduction(ops.amin),
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
  "ops.erf": onOne(ops.erf),
  "ops.floor": onOne(ops.floor),
  "ops.ceil": onOne(ops.ceil),
  "ops.round": onOne(ops.round),
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
};
