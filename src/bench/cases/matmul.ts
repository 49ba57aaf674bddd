/** Many small matrix products: c [batch, m, n] = a [batch, m, k] b [batch, k, n]. */
import { Tape } from "../../autograd/index.js";
import { matmul } from "../../ops/index.js";
import { type BenchCase, type Family, normalTensor, type Sizes, sampleIndices, Uploads } from "../case.js";
import { maxErrorAt } from "../float64.js";

function make(sizes: Sizes): BenchCase {
  const { batch, m, n, k } = sizes as { batch: number; m: number; n: number; k: number };
  return {
    work: "batched_matmul",
    sizes,
    flops: 2 * batch * m * n * k,
    bytes: 4 * batch * (m * k + k * n + m * n),
    peer: { work: "batched_matmul", tolerance: 1e-4 },
    inputs: () => ({ a: normalTensor([batch, m, k], 0), b: normalTensor([batch, k, n], 1) }),
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
          return maxErrorAt(c, sampleIndices(batch * m * n, 97), (index) => {
            const [matrix, within] = [Math.floor(index / (m * n)), index % (m * n)];
            const [row, column] = [Math.floor(within / n), within % n];
            let sum = 0;
            for (let i = 0; i < k; i++) {
              sum += a[(matrix * m + row) * k + i]! * b[(matrix * k + i) * n + column]!;
            }
            return sum;
          });
        },
        release: () => tensors.release(),
      };
    },
  };
}

export const matmulFamily: Family = {
  work: "batched_matmul",
  about: "many small matrix products, as attention takes them",
  shapes: [
    { batch: 256, m: 28, n: 28, k: 16 },
    // 64 sequences of four heads.
    { batch: 256, m: 64, n: 64, k: 32 },
  ],
  quick: { batch: 3, m: 9, n: 7, k: 5 },
  make,
};
