import { type UnaryOp, unaryBackwardReads, unaryOps } from "../../src/kernels/unary.js";
import { normalCdf } from "../support/erf.js";

/** Derivatives at x, or in terms of y = f(x). */
const derivatives: Record<UnaryOp, (v: number, alpha: number) => number> = {
  neg: () => -1,
  abs: Math.sign,
  square: (x) => 2 * x,
  sqrt: (y) => 1 / (2 * y),
  rsqrt: (y) => -0.5 * y ** 3,
  exp: (y) => y,
  log: (x) => 1 / x,
  tanh: (y) => 1 - y * y,
  sigmoid: (y) => y * (1 - y),
  relu: (x) => (x > 0 ? 1 : 0),
  leaky_relu: (x, alpha) => (x > 0 ? 1 : alpha),
  reciprocal: (y) => -y * y,
  add_scalar: () => 1,
  mul_scalar: (_, alpha) => alpha,
  pow_scalar: (x, alpha) => alpha * x ** (alpha - 1),
  clamp_min: (x, alpha) => (x >= alpha ? 1 : 0),
  sign: () => 0,
  gelu: (x) => normalCdf(x) + (x * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI),
  gelu_tanh: (x) => {
    const t = Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3));
    const inner = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
    return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * inner;
  },
  silu: (x) => {
    const s = 1 / (1 + Math.exp(-x));
    return s * (1 + x * (1 - s));
  },
  softplus: (x) => 1 / (1 + Math.exp(-x)),
  elu: (x, alpha) => (x > 0 ? 1 : alpha * Math.exp(x)),
  clamp_max: (x, alpha) => (x <= alpha ? 1 : 0),
  erf: (x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x),
  floor: () => 0,
  ceil: () => 0,
  round: () => 0,
};

export default function unaryBackward(
  b: Record<"dy" | "x" | "y" | "dx", Float64Array>,
  { op, alpha }: Record<"op" | "alpha", number>,
) {
  const name = (Object.keys(unaryOps) as UnaryOp[]).find((key) => unaryOps[key] === op)!;
  const values = unaryBackwardReads(name) === "x" ? b.x : b.y;
  b.dx.forEach((_, i) => {
    b.dx[i] = b.dy[i]! * derivatives[name](values[i]!, Math.fround(alpha));
  });
}
