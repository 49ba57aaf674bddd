/** Elementwise functions of one tensor, y = f(x), and their derivatives, dx = dy f'(x). */
import { f32, groups, kernel, linearGrid, u32 } from "./kernel.js";
import { normal, type Sampler, uniform } from "./sample.js";

/**
 * Codes of the functions, for the parameter `op`. The ones ending in `_scalar`, `leaky_relu` (slope left of
 * zero), `elu` (minus the limit on the left), `clamp_min` (the minimum) and `clamp_max` (the maximum) use the
 * parameter `alpha`. `gelu` is the form with the error function, `gelu_tanh` its approximation.
 */
export const unaryOps = {
  neg: 0,
  abs: 1,
  square: 2,
  sqrt: 3,
  rsqrt: 4,
  exp: 5,
  log: 6,
  tanh: 7,
  sigmoid: 8,
  relu: 9,
  leaky_relu: 10,
  reciprocal: 11,
  add_scalar: 12,
  mul_scalar: 13,
  pow_scalar: 14,
  clamp_min: 15,
  sign: 16,
  gelu: 17,
  gelu_tanh: 18,
  silu: 19,
  softplus: 20,
  elu: 21,
  clamp_max: 22,
} as const;

export type UnaryOp = keyof typeof unaryOps;

const names = Object.keys(unaryOps) as UnaryOp[];

const READS_Y: readonly UnaryOp[] = ["sqrt", "rsqrt", "exp", "tanh", "sigmoid", "reciprocal"];
const READS_X: readonly UnaryOp[] = [
  "abs",
  "square",
  "log",
  "relu",
  "leaky_relu",
  "pow_scalar",
  "clamp_min",
  "gelu",
  "gelu_tanh",
  "silu",
  "softplus",
  "elu",
  "clamp_max",
];

/** Which of the forward kernel's buffers the derivative of `op` reads; the other may be any buffer. */
export function unaryBackwardReads(op: UnaryOp): "x" | "y" | "neither" {
  if (READS_Y.includes(op)) return "y";
  return READS_X.includes(op) ? "x" : "neither";
}

interface Params {
  readonly count: number;
  readonly op: number;
  readonly alpha: number;
}

const all = (p: Params) => p.count;
const whereRead = (which: "x" | "y") => (p: Params) =>
  unaryBackwardReads(names[p.op]!) === which ? p.count : 1;

/** Elements of one workgroup: 256 invocations of one vec4 each. */
const PER_GROUP = 1024;
const passes = (p: Params) => [{ entry: `map_${names[p.op]}`, grid: linearGrid(groups(p.count, PER_GROUP)) }];

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
const positive = uniform<Params>(0.05, 8);
const nonZero: Sampler<Params> = (random) => (random.uniform() < 0.5 ? -1 : 1) * (0.1 + random.uniform() * 4);
const special = [0, Infinity, -Infinity, NaN, 1, -1, 100, -120, 1e30, 1e-30, -2.5];
const specials: Sampler<Params> = (_, __, i) => special[i % special.length]!;

const ACTIVATIONS = ["gelu", "gelu_tanh", "silu", "softplus", "elu"] as const;
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

export const unaryForward = kernel({
  name: "unary_forward",
  params: { count: u32, op: u32, alpha: f32 },
  bindings: { x: { read: all }, y: { write: all } },
  flops: (p) => p.count,
  bytes: (p) => 8 * p.count,
  passes,
  tolerance: {
    absolute: 1e-6,
    relative: 2e-6,
    because: "exponentials and logarithms of arguments up to 10, a few units in the last place",
  },
  cases: [
    ...forwardCases,
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
  ],
});

/** Reads x or y as `unaryBackwardReads` says; derivatives at a corner are PyTorch's (0 for abs, relu and sign). */
export const unaryBackward = kernel({
  name: "unary_backward",
  params: { count: u32, op: u32, alpha: f32 },
  bindings: {
    dy: { read: all },
    x: { read: whereRead("x") },
    y: { read: whereRead("y"), sample: positive },
    dx: { write: all },
  },
  flops: (p) => 3 * p.count,
  bytes: (p) => 12 * p.count,
  passes,
  tolerance: {
    absolute: 1e-6,
    relative: 2e-6,
    because: "a power of arguments up to 10, a few units in the last place",
  },
  cases: [
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
  ],
});
