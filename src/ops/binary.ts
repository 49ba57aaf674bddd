/** Arithmetic of two tensors, broadcast as in NumPy, up to four dimensions. */
import type { Tape } from "../autograd/index.js";
import { ShapeError } from "../errors.js";
import { type Shape, show, sizeOf, type Tensor } from "../tensor/index.js";
import { type BinaryOp, type Four, recordBinary, recordSum, recordSumOverShards } from "./record.js";
import { accumulateOverShards, cutOf, type RowsCut } from "./shards.js";
import { unary } from "./unary.js";

function toFour(shape: Shape): Four {
  return [...Array<number>(4 - shape.length).fill(1), ...shape] as unknown as Four;
}

/** Strides of a dense tensor of `own` extents, 0 where it is repeated. */
function broadcastStrides(own: Four): Four {
  const dense = [own[1] * own[2] * own[3], own[2] * own[3], own[3], 1];
  return own.map((extent, i) => (extent === 1 ? 0 : dense[i]!)) as unknown as Four;
}

/** How operands of two shapes are read together. */
export function broadcast(op: string, a: Shape, b: Shape) {
  if (a.length > 4 || b.length > 4) {
    throw new ShapeError(`${op}: a is ${show(a)}, b is ${show(b)}: four dimensions at most`);
  }
  const [fourA, fourB] = [toFour(a), toFour(b)];
  const sizes = fourA.map((extent, i) => {
    const other = fourB[i]!;
    if (extent !== other && extent !== 1 && other !== 1) {
      throw new ShapeError(
        `${op}: a is ${show(a)}, b is ${show(b)}: ${extent} and ${other} do not broadcast`,
      );
    }
    return Math.max(extent, other);
  }) as unknown as Four;
  const shape = sizes.slice(4 - Math.max(a.length, b.length));
  return { sizes, shape, a: broadcastStrides(fourA), b: broadcastStrides(fourB), fourA, fourB };
}

/** Gives an operand of extents `own` its gradient: summed where it was repeated, else handed on as it is. */
export function giveGradient(tape: Tape, operand: Tensor, own: Four, sizes: Four, make: () => Tensor): void {
  if (!tape.isActive(operand)) return;
  const gradient = make();
  if (own.every((extent, i) => extent === sizes[i])) tape.pass(operand, gradient.view(operand.shape));
  else tape.accumulate([operand], (target) => sumRepeated(tape, gradient, sizes, own, target));
}

/** Records `target` = `gradient` summed over the dimensions in which `own` was repeated, at least one. */
function sumRepeated(tape: Tape, gradient: Tensor, sizes: Four, own: Four, target: Tensor): void {
  const repeated = sizes.flatMap((size, i) => (own[i] === size ? [] : [i]));
  let current = gradient;
  const extents = [...sizes];
  repeated.forEach((dimension, step) => {
    const view = {
      outer: sizeOf(extents.slice(0, dimension)),
      axis: extents[dimension]!,
      inner: sizeOf(extents.slice(dimension + 1)),
    };
    extents[dimension] = 1;
    const next = step === repeated.length - 1 ? target : tape.empty([sizeOf(extents)]);
    recordSum(tape, current, next, view);
    current = next;
  });
}

type Layout = ReturnType<typeof broadcast>;

/** As `giveGradient`, of a parameter that all examples of a batch in shards share: the result's first dimension is theirs. */
function giveOverShards(
  tape: Tape,
  { shards, unit }: RowsCut,
  operand: Tensor,
  own: Four,
  { sizes, shape }: Layout,
  make: () => Tensor,
): void {
  if (!tape.isActive(operand)) return;
  const batch = 4 - shape.length;
  if (own[batch] !== 1) {
    giveGradient(tape, operand, own, sizes, make);
    return;
  }
  // One row for each index of the first dimension.
  const rows = own.with(batch, sizes[batch]!) as unknown as Four;
  const gradient = make();
  let sums = gradient;
  if (rows.some((extent, i) => extent !== sizes[i])) {
    sums = tape.empty(rows);
    sumRepeated(tape, gradient, sizes, rows, sums);
  }
  accumulateOverShards(tape, shards, [operand], (group, [sum]) => {
    recordSumOverShards(tape, sums, sum!, group, { columns: operand.size, unit });
  });
}

/** Runs an op, and leaves its derivative: each of `toA` and `toB` makes a gradient of the result's shape from dy. */
function binaryOp(
  op: BinaryOp,
  tape: Tape,
  a: Tensor,
  b: Tensor,
  toA: (dy: Tensor, y: Tensor, layout: Layout) => Tensor,
  toB: (dy: Tensor, y: Tensor, layout: Layout) => Tensor,
): Tensor {
  const layout = broadcast(op, a.shape, b.shape);
  const y = tape.empty(layout.shape);
  recordBinary(tape, op, a, b, y, layout);
  const cut = cutOf(tape, layout.shape[0] ?? 1);
  const give = (operand: Tensor, own: Four, make: () => Tensor) => {
    if (cut && tape.isParameter(operand)) giveOverShards(tape, cut, operand, own, layout, make);
    else giveGradient(tape, operand, own, layout.sizes, make);
  };
  tape.derivative([y], [a, b], (dy) => {
    give(a, layout.fourA, () => toA(dy, y, layout));
    give(b, layout.fourB, () => toB(dy, y, layout));
  });
  return y;
}

/** A tensor of the broadcast shape: x op other, where `x` has that shape and `other` is `side` of the op. */
function withOperand(
  tape: Tape,
  op: BinaryOp,
  x: Tensor,
  other: Tensor,
  strides: Four,
  layout: Layout,
): Tensor {
  const result = tape.empty(x.shape);
  recordBinary(tape, op, x, other, result, {
    sizes: layout.sizes,
    a: broadcastStrides(layout.sizes),
    b: strides,
  });
  return result;
}

/** a + b. */
export function add(tape: Tape, a: Tensor, b: Tensor): Tensor {
  return binaryOp(
    "add",
    tape,
    a,
    b,
    (dy) => dy,
    (dy) => dy,
  );
}

/** a - b. */
export function sub(tape: Tape, a: Tensor, b: Tensor): Tensor {
  return binaryOp(
    "sub",
    tape,
    a,
    b,
    (dy) => dy,
    (dy) => unary(tape, "neg", dy),
  );
}

/** a * b. */
export function mul(tape: Tape, a: Tensor, b: Tensor): Tensor {
  return binaryOp(
    "mul",
    tape,
    a,
    b,
    (dy, _, layout) => withOperand(tape, "mul", dy, b, layout.b, layout),
    (dy, _, layout) => withOperand(tape, "mul", dy, a, layout.a, layout),
  );
}

/** a / b. */
export function div(tape: Tape, a: Tensor, b: Tensor): Tensor {
  return binaryOp(
    "div",
    tape,
    a,
    b,
    (dy, _, layout) => withOperand(tape, "div", dy, b, layout.b, layout),
    (dy, y, layout) => {
      const scaled = withOperand(tape, "mul", dy, y, broadcastStrides(layout.sizes), layout);
      return unary(tape, "neg", withOperand(tape, "div", scaled, b, layout.b, layout));
    },
  );
}

/** 1 where a is more than b, else 0; no gradient. */
export function greater(tape: Tape, a: Tensor, b: Tensor): Tensor {
  return compare(tape, "greater", a, b);
}

/** 1 where a equals b, else 0; NaN equals nothing. No gradient. */
export function equal(tape: Tape, a: Tensor, b: Tensor): Tensor {
  return compare(tape, "equal", a, b);
}

function compare(tape: Tape, op: "greater" | "equal", a: Tensor, b: Tensor): Tensor {
  const layout = broadcast(op, a.shape, b.shape);
  const y = tape.empty(layout.shape);
  recordBinary(tape, op, a, b, y, layout);
  // No derivative: the result stays as long as the tape.
  tape.derivative([y], [], () => {});
  return y;
}

/** Runs max or min; b gets the gradient where it alone wins, a elsewhere. */
function extreme(tape: Tape, op: "max" | "min", a: Tensor, b: Tensor): Tensor {
  const ofB = (dy: Tensor, layout: Layout) => {
    const wins = tape.empty(layout.shape);
    const { sizes } = layout;
    if (op === "max") recordBinary(tape, "greater", b, a, wins, { sizes, a: layout.b, b: layout.a });
    else recordBinary(tape, "greater", a, b, wins, layout);
    return withOperand(tape, "keep", dy, wins, broadcastStrides(sizes), layout);
  };
  return binaryOp(
    op,
    tape,
    a,
    b,
    (dy, _, layout) => withOperand(tape, "sub", dy, ofB(dy, layout), broadcastStrides(layout.sizes), layout),
    (dy, _, layout) => ofB(dy, layout),
  );
}

/** The larger of a and b; NaN where either is. Of equal values a gets the gradient. */
export const maximum = (tape: Tape, a: Tensor, b: Tensor) => extreme(tape, "max", a, b);

/** The smaller of a and b; NaN where either is. Of equal values a gets the gradient. */
export const minimum = (tape: Tape, a: Tensor, b: Tensor) => extreme(tape, "min", a, b);

/** a^b, as C's pow: NaN for negative a unless b is whole; then b's gradient is NaN. */
export function power(tape: Tape, a: Tensor, b: Tensor): Tensor {
  return binaryOp(
    "pow",
    tape,
    a,
    b,
    (dy, _, layout) => {
      const factor = tape.empty(layout.shape);
      recordBinary(tape, "pow", a, unary(tape, "add_scalar", b, -1), factor, layout);
      const scaled = withOperand(tape, "mul", factor, b, layout.b, layout);
      return withOperand(tape, "mul", dy, scaled, broadcastStrides(layout.sizes), layout);
    },
    (dy, y, layout) => {
      const scaled = withOperand(tape, "mul", y, unary(tape, "log", a), layout.a, layout);
      return withOperand(tape, "mul", dy, scaled, broadcastStrides(layout.sizes), layout);
    },
  );
}

/** a where `condition` is not 0, else 0. */
function keep(tape: Tape, a: Tensor, condition: Tensor): Tensor {
  const layout = broadcast("where", a.shape, condition.shape);
  const y = tape.empty(layout.shape);
  recordBinary(tape, "keep", a, condition, y, layout);
  tape.derivative([y], [a], (dy) => {
    giveGradient(tape, a, layout.fourA, layout.sizes, () =>
      withOperand(tape, "keep", dy, condition, layout.b, layout),
    );
  });
  return y;
}

/** a where `condition` is not 0, else b, all three broadcast; the condition has no gradient. */
export function where(tape: Tape, condition: Tensor, a: Tensor, b: Tensor): Tensor {
  const other = equal(tape, condition, tape.zeros([1]));
  return add(tape, keep(tape, a, condition), keep(tape, b, other));
}
