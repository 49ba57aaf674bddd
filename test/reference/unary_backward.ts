import { type UnaryOp, unaryBackwardReads, unaryOps } from "../../src/kernels/unary.js";

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
