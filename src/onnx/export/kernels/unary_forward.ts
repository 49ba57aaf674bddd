/** Functions of one value. */
import { names, type UnaryOp } from "../../../kernels/unary.js";
import type { GraphWriter } from "../graph_writer.js";
import { extent, fixed, registerKernelExporter, tensorOf } from "../kernel_exporter.js";

type Form = (w: GraphWriter, x: string, alpha: number) => string;

const one =
  (op: string): Form =>
  (w, x) =>
    w.node(op, [x]);
const withNumber =
  (op: string): Form =>
  (w, x, alpha) =>
    w.node(op, [x, w.number(alpha)]);
const withAlpha =
  (op: string): Form =>
  (w, x, alpha) =>
    w.node(op, [x], { alpha: { float: alpha } });

/** x times the logistic function of what is made of x. */
const gated = (w: GraphWriter, x: string, gate: string) => w.node("Mul", [x, w.node("Sigmoid", [gate])]);

const forms: Readonly<Record<UnaryOp, Form>> = {
  neg: one("Neg"),
  abs: one("Abs"),
  square: (w, x) => w.node("Mul", [x, x]),
  sqrt: one("Sqrt"),
  rsqrt: (w, x) => w.node("Reciprocal", [w.node("Sqrt", [x])]),
  exp: one("Exp"),
  log: one("Log"),
  tanh: one("Tanh"),
  sigmoid: one("Sigmoid"),
  relu: one("Relu"),
  leaky_relu: withAlpha("LeakyRelu"),
  reciprocal: one("Reciprocal"),
  add_scalar: withNumber("Add"),
  mul_scalar: withNumber("Mul"),
  pow_scalar: withNumber("Pow"),
  clamp_min: withNumber("Max"),
  clamp_max: withNumber("Min"),
  sign: one("Sign"),
  gelu: (w, x) => {
    const distribution = w.node("Add", [
      w.node("Erf", [w.node("Mul", [x, w.number(Math.SQRT1_2)])]),
      w.number(1),
    ]);
    return w.node("Mul", [w.node("Mul", [x, w.number(0.5)]), distribution]);
  },
  gelu_tanh: (w, x) => {
    const cube = w.node("Mul", [w.node("Mul", [w.node("Mul", [x, x]), x]), w.number(0.044715)]);
    return gated(w, x, w.node("Mul", [w.node("Add", [x, cube]), w.number(2 * Math.sqrt(2 / Math.PI))]));
  },
  silu: (w, x) => gated(w, x, x),
  softplus: one("Softplus"),
  elu: withAlpha("Elu"),
  erf: one("Erf"),
  floor: one("Floor"),
  ceil: one("Ceil"),
  round: one("Round"),
};

registerKernelExporter("unary_forward", (w, traced) => {
  const [x, y] = [tensorOf(traced, "x"), tensorOf(traced, "y")];
  const extents = w.extentsOf(x) ?? [extent(traced, "count")];
  const form = forms[names[fixed(traced, "op")]!];
  const { alpha } = traced.both[0].params;
  w.define(y, form(w, w.value(x, extents), alpha!), extents);
});
