/** Batch normalisation with ReLU over [B, H, W, C], in training; `backward` is the derivative alone. */
import { Tape } from "../../autograd/index.js";
import {
  batchNormBackwardInput,
  batchNormBackwardParams,
  batchNormForward,
} from "../../kernels/batch_norm.js";
import {
  type BenchCase,
  type Family,
  type Inputs,
  normalTensor,
  type Sizes,
  Uploads,
  uniformTensor,
} from "../case.js";
import { maxError } from "../float64.js";

const EPSILON = 1e-5;
const MOMENTUM = 0.1;

/** One channel in float64: y, and dx from dy, both [rows]. */
function channel64(
  x: ArrayLike<number>,
  dy: ArrayLike<number> | null,
  gamma: number,
  beta: number,
  rows: number,
  at: (row: number) => number,
) {
  let mean = 0;
  for (let row = 0; row < rows; row++) mean += x[at(row)]! / rows;
  let variance = 0;
  for (let row = 0; row < rows; row++) variance += (x[at(row)]! - mean) ** 2 / rows;
  const rstd = 1 / Math.sqrt(variance + EPSILON);
  const normal = Float64Array.from({ length: rows }, (_, row) => (x[at(row)]! - mean) * rstd);
  const y = normal.map((value) => Math.max(0, gamma * value + beta));
  if (!dy) return { y, dx: y };
  const through = normal.map((value, row) => (gamma * value + beta > 0 ? dy[at(row)]! : 0));
  const dbeta = through.reduce((sum, value) => sum + value, 0);
  const dgamma = through.reduce((sum, value, row) => sum + value * normal[row]!, 0);
  const dx = through.map((value, row) => gamma * rstd * (value - (dbeta + normal[row]! * dgamma) / rows));
  return { y, dx };
}

/** Far more than rounding moves a value of a few units. */
const MARGIN = 1e-4;

/**
 * Moves the few values of x that come to lie at ReLU's corner beyond it: there rounding alone decides
 * whether a derivative passes, so that two correct programs may differ by the whole of it.
 */
function clearCorner(
  x: Float32Array,
  gamma: ArrayLike<number>,
  beta: ArrayLike<number>,
  channels: number,
): void {
  const rows = x.length / channels;
  for (let channel = 0; channel < channels; channel++) {
    let [mean, variance] = [0, 0];
    for (let i = channel; i < x.length; i += channels) mean += x[i]! / rows;
    for (let i = channel; i < x.length; i += channels) variance += (x[i]! - mean) ** 2 / rows;
    const slope = gamma[channel]! / Math.sqrt(variance + EPSILON);
    for (let i = channel; i < x.length; i += channels) {
      const y = slope * (x[i]! - mean) + beta[channel]!;
      if (Math.abs(y) < MARGIN) x[i]! += (2 * MARGIN) / slope;
    }
  }
}

function makeInputs({ B, H, W, C }: Sizes, backward: boolean): Inputs {
  const shape = [B!, H!, W!, C!];
  const [gamma, beta] = [uniformTensor([C!], 1, 1), uniformTensor([C!], 2, 1)];
  const x = normalTensor(shape, 0);
  if (!backward) return { x, gamma, beta };
  clearCorner(x.data as Float32Array, gamma.data, beta.data, C!);
  return { x, gamma, beta, dy: normalTensor(shape, 3) };
}

function make(sizes: Sizes, backward: boolean): BenchCase {
  const { B, H, W, C } = sizes as { B: number; H: number; W: number; C: number };
  const rows = B * H * W;
  const flags = { rows, channels: C, relu: 1, total: rows };
  const training = { ...flags, epsilon: EPSILON, momentum: MOMENTUM };
  const counts = (backward ? [batchNormBackwardParams, batchNormBackwardInput] : [batchNormForward]).map(
    ({ flops, bytes }) => ({ flops: flops(training), bytes: bytes(training) }),
  );
  return {
    work: backward ? "batch_norm_backward" : "batch_norm_forward",
    sizes,
    flops: counts.reduce((sum, { flops }) => sum + flops, 0),
    bytes: counts.reduce((sum, { bytes }) => sum + bytes, 0),
    items: { count: B, unit: "images" },
    peer: { work: "batch_norm", settings: { backward, epsilon: EPSILON }, tolerance: 1e-4 },
    inputs: () => makeInputs(sizes, backward),
    prepare(device, inputs) {
      const tensors = new Uploads<"x" | "gamma" | "beta" | "dy">(device, {
        ...inputs,
        running: normalTensor([2, C], 4),
      });
      const owner = new Tape(device, { gradient: false });
      const [x, gamma, beta] = [tensors.get("x"), tensors.get("gamma"), tensors.get("beta")];
      const [y, stats, running] = [owner.empty(x.shape), owner.empty([2, C]), owner.zeros([2, C])];
      const forward = () => owner.record(batchNormForward, { x, gamma, beta, y, stats, running }, training);
      forward();
      const [dgamma, dbeta, dx] = [owner.empty([C]), owner.empty([C]), owner.empty(x.shape)];
      const derivative = () => {
        const common = { dy: tensors.get("dy"), x, gamma, beta, stats, dgamma, dbeta };
        owner.record(batchNormBackwardParams, common, flags);
        owner.record(batchNormBackwardInput, { ...common, dx }, flags);
      };
      const work = backward ? derivative : forward;
      const result = async () => {
        work();
        return await (backward ? dx : y).data();
      };
      return {
        run() {
          work();
          device.submit();
        },
        outputs: async () => ({ [backward ? "dx" : "y"]: await result() }),
        async check() {
          const got = await result();
          const channel = C - 1;
          const at = (row: number) => row * C + channel;
          const [g, b] = [inputs.gamma!.data[channel]!, inputs.beta!.data[channel]!];
          const want = channel64(inputs.x!.data, inputs.dy?.data ?? null, g, b, rows, at);
          const column = Float64Array.from({ length: rows }, (_, row) => got[at(row)]!);
          return maxError(column, backward ? want.dx : want.y);
        },
        release() {
          owner.dispose();
          tensors.release();
        },
      };
    },
  };
}

const shapes: readonly Sizes[] = [
  // Those of ImageClusterer's default encoder.
  { B: 500, H: 14, W: 14, C: 32 },
  { B: 500, H: 7, W: 7, C: 64 },
  { B: 500, H: 1, W: 1, C: 256 },
];

export const batchNormFamilies: readonly Family[] = [false, true].map((backward) => ({
  work: backward ? "batch_norm_backward" : "batch_norm_forward",
  about: backward
    ? "batch normalisation's derivative, through ReLU"
    : "batch normalisation and ReLU, in training",
  shapes,
  quick: { B: 4, H: 3, W: 3, C: 21 },
  make: (sizes) => make(sizes, backward),
}));
