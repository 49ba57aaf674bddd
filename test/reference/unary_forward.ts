import { type UnaryOp, unaryOps } from "../../src/kernels/unary.js";
import { erf, normalCdf } from "../support/erf.js";

const functions: Record<UnaryOp, (x: number, alpha: number) => number> = {
  neg: (x) => -x,
  abs: Math.abs,
  square: (x) => x * x,
  sqrt: Math.sqrt,
  rsqrt: (x) => 1 / Math.sqrt(x),
  exp: Math.exp,
  log: Math.log,
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  relu: (x) => Math.max(x, 0),
  leaky_relu: (x, alpha) => (x > 0 ? x : alpha * x),
  reciprocal: (x) => 1 / x,
  add_scalar: (x, alpha) => x + alpha,
  mul_scalar: (x, alpha) => x * alpha,
  pow_scalar: (x, alpha) => x ** alpha,
  clamp_min: (x, alpha) => Math.max(x, alpha),
  sign: Math.sign,
  gelu: (x) => x * normalCdf(x),
  gelu_tanh: (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  silu: (x) => x / (1 + Math.exp(-x)),
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  elu: (x, alpha) => (x > 0 ? x : alpha * Math.expm1(x)),
  clamp_max: (x, alpha) => Math.min(x, alpha),
  erf,
  floor: Math.floor,
  ceil: Math.ceil,
  round: (x) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x)),
};

export default function unaryForward(
  b: Record<"x" | "y", Float64Array>,
  { op, alpha }: Record<"op" | "alpha", number>,
) {
  const name = (Object.keys(unaryOps) as UnaryOp[]).find((key) => unaryOps[key] === op)!;
  b.y.forEach((_, i) => {
    // Rounded, so that what overflows float32 is infinite.
    b.y[i] = Math.fround(functions[name](b.x[i]!, Math.fround(alpha)));
  });
}
