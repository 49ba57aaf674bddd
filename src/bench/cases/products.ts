/** Matrix products c [batch, m, n] = a [batch, m, k] b [batch, k, n], one or many at a time. */
import { Tape } from "../../autograd/index.js";
import { matmul } from "../../ops/index.js";
import { type BenchCase, type Family, normalTensor, type Sizes, sampleIndices, Uploads } from "../case.js";
import { maxErrorAt } from "../float64.js";

/** A matrix without the size `batch`, else a batch of them. */
function make(work: string, sizes: Sizes): BenchCase {
  const { m, n, k } = sizes as { m: number; n: number; k: number };
  const batch = sizes.batch ?? 1;
  const leading = sizes.batch === undefined ? [] : [batch];
  return {
    work,
    sizes,
    flops: 2 * batch * m * n * k,
    bytes: 4 * batch * (m * k + k * n + m * n),
    peer: { work, tolerance: 1e-4 },
    inputs: () => ({ a: normalTensor([...leading, m, k], 0), b: normalTensor([...leading, k, n], 1) }),
    prepare(device, inputs) {
      const tensors = new Uploads<"a" | "b">(device, inputs);
      const record = (tape: Tape) => matmul(tape, tensors.get("a"), tensors.get("b"));
      const outputs = async () => {
        using tape = new Tape(device, { gradient: false });
        return { c: await record(tape).data() };
      };
      return {
        run() {
          using tape = new Tape(device, { gradient: false });
          record(tape);
          device.submit();
        },
        outputs,
        async check() {
          const { c } = await outputs();
          const [a, b] = [inputs.a!.data, inputs.b!.data];
          return maxErrorAt(c, sampleIndices(batch * m * n, 97), (index) => {
            const [row, column] = [Math.floor(index / n), index % n];
            const matrix = Math.floor(row / m);
            let sum = 0;
            for (let i = 0; i < k; i++) sum += a[row * k + i]! * b[(matrix * k + i) * n + column]!;
            return sum;
          });
        },
        release: () => tensors.release(),
      };
    },
  };
}

const square = (side: number): Sizes => ({ m: side, n: side, k: side });

export const productFamilies: readonly Family[] = [
  {
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
    make: (sizes) => make("gemm", sizes),
  },
  {
    work: "batched_matmul",
    about: "many small matrix products, as attention takes them",
    shapes: [
      { batch: 256, m: 28, n: 28, k: 16 },
      // 64 sequences of four heads.
      { batch: 256, m: 64, n: 64, k: 32 },
    ],
    quick: { batch: 3, m: 9, n: 7, k: 5 },
    make: (sizes) => make("batched_matmul", sizes),
  },
];
