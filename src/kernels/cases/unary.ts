/** Cases of unary.ts. */
import { addCases } from "../case.js";
import { normal, type Sampler } from "../sample.js";
import {
  names,
  type Params,
  positive,
  type UnaryOp,
  unaryBackward,
  unaryForward,
  unaryOps,
} from "../unary.js";

const ALPHA: Partial<Record<UnaryOp, number>> = {
  leaky_relu: 0.1,
  add_scalar: 1.5,
  mul_scalar: -0.75,
  pow_scalar: 2.5,
  clamp_min: 0.25,
  elu: 0.7,
  clamp_max: -0.5,
};

const POSITIVE: readonly UnaryOp[] = ["sqrt", "rsqrt", "log", "pow_scalar"];

const nonZero: Sampler<Params> = (random) => (random.uniform() < 0.5 ? -1 : 1) * (0.1 + random.uniform() * 4);

const special = [0, Infinity, -Infinity, NaN, 1, -1, 100, -120, 1e30, 1e-30, -2.5];

const specials: Sampler<Params> = (_, __, i) => special[i % special.length]!;

const ACTIVATIONS = ["gelu", "gelu_tanh", "silu", "softplus", "elu", "erf"] as const;

const halves: Sampler<Params> = (_, __, i) => i / 2 - 5;

const farOut: Sampler<Params> = (_, __, i) => [-1e30, -120, -20, -9, -4, 4, 9, 20, 120, 1e30][i % 10]!;

function inputsOf(op: UnaryOp): Sampler<Params> {
  if (POSITIVE.includes(op)) return positive;
  return op === "reciprocal" ? nonZero : normal(0, 2);
}

function casesOf(op: UnaryOp, count: number, note: string) {
  const params = { count, op: unaryOps[op], alpha: ALPHA[op] ?? 0 };
  return { params, note: `${op}, ${note}`, samples: { x: inputsOf(op) } };
}

const forwardCases = names.flatMap((op) => [
  casesOf(op, 103, "a tail in every vector width"),
  { ...casesOf(op, special.length, "zero, infinities, NaN, large and small"), samples: { x: specials } },
]);

addCases(unaryForward, [
  ...forwardCases,
  ...(["floor", "ceil", "round"] as const).map((op) => ({
    ...casesOf(op, 21, "halves"),
    samples: { x: halves },
  })),
  casesOf("neg", 1, "one element"),
  casesOf("exp", 100_003, "several tasks"),
  {
    params: { count: 40, op: unaryOps.pow_scalar, alpha: 3 },
    note: "an odd power of negative numbers",
  },
  {
    params: { count: special.length, op: unaryOps.pow_scalar, alpha: -2 },
    note: "a negative even power",
    samples: { x: specials },
  },
]);

addCases(unaryBackward, [
  ...names.map((op) => casesOf(op, 103, "a tail in every vector width")),
  ...ACTIVATIONS.map((op) => ({
    ...casesOf(op, 41, "where the result is flat or the identity"),
    samples: { x: farOut },
  })),
  casesOf("tanh", 1, "one element"),
  casesOf("relu", 100_003, "several tasks"),
  { params: { count: 9, op: unaryOps.abs, alpha: 0 }, note: "at zero", samples: { x: () => 0 } },
  { params: { count: 9, op: unaryOps.relu, alpha: 0 }, note: "at zero", samples: { x: () => 0 } },
  ...(["clamp_min", "clamp_max", "elu", "leaky_relu"] as const).map((op) => ({
    params: { count: 9, op: unaryOps[op], alpha: 0 },
    note: `${op}, at the corner`,
    samples: { x: () => 0 },
  })),
  { params: { count: 40, op: unaryOps.pow_scalar, alpha: 2 }, note: "an even power of negative numbers" },
]);
