/** Elementwise functions of one tensor, y = f(x), and their derivatives, dx = dy f'(x). */
import { f32, groups, kernel, linearGrid, u32 } from "./kernel.js";
import { uniform } from "./sample.js";

/**
 * Codes of the functions, for the parameter `op`. The ones ending in `_scalar`, `leaky_relu` (slope left of
 * zero), `elu` (minus the limit on the left), `clamp_min` (the minimum) and `clamp_max` (the maximum) use the
 * parameter `alpha`. `gelu` is the form with the error function, `gelu_tanh` its approximation;
 * `round` takes a half to the even neighbour.
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
  erf: 23,
  floor: 24,
  ceil: 25,
  round: 26,
} as const;

export type UnaryOp = keyof typeof unaryOps;

export const names = Object.keys(unaryOps) as UnaryOp[];

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
  "erf",
];

/** Which of the forward kernel's buffers the derivative of `op` reads; the other may be any buffer. */
export function unaryBackwardReads(op: UnaryOp): "x" | "y" | "neither" {
  if (READS_Y.includes(op)) return "y";
  return READS_X.includes(op) ? "x" : "neither";
}

export interface Params {
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
export const positive = uniform<Params>(0.05, 8);

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
});

/** Reads x or y as `unaryBackwardReads` says; derivatives at a corner are PyTorch's (0 for abs, relu, sign and the steps). */
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
});
