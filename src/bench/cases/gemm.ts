/** Dense matrix products: c [m, n] = a [m, k] b [k, n]. */
import { Tape } from "../../autograd/index.js";
import { matmul } from "../../ops/index.js";
import { type BenchCase, type Family, normalTensor, type Sizes, sampleIndices, Uploads } from "../case.js";
import { maxErrorAt } from "../float64.js";

function make(sizes: Sizes): BenchCase {
  const { m, n, k } = sizes as { m: number; n: number; k: number };
  return {
    work: "gemm",
    sizes,
    flops: 2 * m * n * k,
    bytes: 4 * (m * k + k * n + m * n),
    peer: { work: "gemm", tolerance: 1e-4 },
    inputs: () => ({ a: normalTensor([m, k], 0), b: normalTensor([k, n], 1) }),
    prepare(device, inputs) {
      const tensors = new Uploads<"a" | "b">(device, inputs);
      const outputs = async () => {
        using tape = new Tape(device, { gradient: false });
        return { c: await matmul(tape, tensors.get("a"), tensors.get("b")).data() };
      };
      return {
        run() {
          using tape = new Tape(device, { gradient: false });
          matmul(tape, tensors.get("a"), tensors.get("b"));
          device.submit();
        },
        outputs,
        async check() {
          const { c } = await outputs();
          const [a, b] = [inputs.a!.data, inputs.b!.data];
          return maxErrorAt(c, sampleIndices(m * n, 97), (index) => {
            const [row, column] = [Math.floor(index / n), index % n];
            let sum = 0;
            for (let i = 0; i < k; i++) sum += a[row * k + i]! * b[i * n + column]!;
            return sum;
          });
        },
        release: () => tensors.release(),
      };
    },
  };
}

const square = (side: number): Sizes => ({ m: side, n: side, k: side });

export const gemmFamily: Family = {
  work: "gemm",
  about: "matrix products, squares and a recurrent layer's",
  shapes: [
    ...[128, 256, 512, 1024, 2048].map(square),
    { m: 128, n: 512, k: 128 },
    { m: 3584, n: 512, k: 28 },
  ],
  quick: { m: 65, n: 33, k: 47 },
  software: ({ m }) => m! !== 2048,
  // The most that threads can bring on this machine, for comparison with other works.
  scaling: ({ m, n }) => m! >= 1024 && m === n,
  make,
};
