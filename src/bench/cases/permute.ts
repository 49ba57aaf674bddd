/** Axes in another order, dense again; the order 0123 is a copy. Nothing is computed: bytes per second count. */
import { Tape } from "../../autograd/index.js";
import { permute } from "../../ops/index.js";
import { type BenchCase, type Family, normalTensor, type Sizes, Uploads } from "../case.js";

const LETTERS = ["A", "B", "C", "D"] as const;

/** `order` is the axes as a number's four digits. */
const axesOf = (order: number) => [...String(order).padStart(4, "0")].map(Number);

function permuted(data: ArrayLike<number>, shape: readonly number[], axes: readonly number[]): Float32Array {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const [sizes, steps] = [axes.map((axis) => shape[axis]!), axes.map((axis) => strides[axis]!)];
  const y = new Float32Array(data.length);
  let to = 0;
  for (let a = 0; a < sizes[0]!; a++)
    for (let b = 0; b < sizes[1]!; b++)
      for (let c = 0; c < sizes[2]!; c++)
        for (let d = 0; d < sizes[3]!; d++)
          y[to++] = data[a * steps[0]! + b * steps[1]! + c * steps[2]! + d * steps[3]!]!;
  return y;
}

function make(sizes: Sizes): BenchCase {
  const shape = LETTERS.map((letter) => sizes[letter]!);
  const axes = axesOf(sizes.order!);
  const count = shape.reduce((product, size) => product * size, 1);
  return {
    work: "permute",
    sizes,
    flops: 0,
    bytes: 8 * count,
    peer: { work: "permute", settings: { order: axes.join("") }, tolerance: 0 },
    inputs: () => ({ x: normalTensor(shape, 0) }),
    prepare(device, inputs) {
      const tensors = new Uploads<"x">(device, inputs);
      const outputs = async () => {
        using tape = new Tape(device, { gradient: false });
        return { y: await permute(tape, tensors.get("x"), axes).data() };
      };
      return {
        run() {
          using tape = new Tape(device, { gradient: false });
          permute(tape, tensors.get("x"), axes);
          device.submit();
        },
        outputs,
        async check() {
          const [{ y }, want] = [await outputs(), permuted(inputs.x!.data, shape, axes)];
          return want.reduce((most, value, i) => Math.max(most, Math.abs(value - y[i]!)), 0);
        },
        release: () => tensors.release(),
      };
    },
  };
}

const of = (A: number, B: number, C: number, D: number, order: number): Sizes => ({ A, B, C, D, order });

export const permuteFamily: Family = {
  work: "permute",
  about: "axes in another order (order=231 is 0231), and a copy (order=123)",
  shapes: [
    of(64, 64, 56, 56, 123),
    // Channels last, a transposed matrix, and heads beside steps.
    of(64, 64, 56, 56, 231),
    of(1, 1, 4096, 4096, 132),
    of(64, 256, 8, 64, 213),
  ],
  quick: of(3, 4, 5, 6, 231),
  // A software adapter binds 128 MiB.
  software: ({ A, B, C, D }) => A! * B! * C! * D! <= 2 ** 23,
  scaling: () => true,
  make,
};
