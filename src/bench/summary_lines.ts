/** The lines of the tables in docs/benchmarks.md: which rows of a run each one sums up. */
import type { Sizes } from "./case.js";

/** A line of the table. */
export interface Line {
  readonly device: "native" | "webgpu";
  readonly what: string;
  readonly shapes: string;
  /** In plain words, for the README's few lines. Default: none there. */
  readonly plain?: string;
  readonly works: readonly string[];
  /** Which of the works' rows count. Default: all. */
  readonly only?: (sizes: Sizes) => boolean;
}

const single = ({ D, T }: Sizes) => D === 1 && T === 28;
const small = ({ H, B }: Sizes) => H! <= 128 && (B === 32 || B === 128);
/** What the line of other layers counts. */
const OTHER_LAYERS = [
  "layer_norm",
  "group_norm",
  "max_pool2d",
  "avg_pool2d",
  "upsample2d",
  "gelu",
  "grouped_conv2d",
  "conv_transpose2d",
  "re_net",
].map((layer) => `${layer}_backward`);
const LLOYD = [60_000, 200_000, 1_000_000];

export const LINES: readonly Line[] = [
  {
    device: "native",
    what: "LSTM and GRU forward",
    shapes: "H 64 to 512, B 1 to 256",
    works: ["lstm_forward", "gru_forward"],
    only: (sizes) => single(sizes) && sizes.B !== 32,
  },
  {
    device: "native",
    what: "LSTM and GRU forward + backward",
    plain: "gradients of LSTM and GRU layers",
    shapes: "H 64 to 512, B 16 to 256",
    works: ["lstm_backward", "gru_backward"],
    only: single,
  },
  {
    device: "native",
    what: "the same, 2 layers, bidirectional",
    shapes: "H 128, B 128",
    works: ["lstm_backward", "gru_backward"],
    only: ({ L }) => L === 2,
  },
  {
    device: "native",
    what: "conv2d forward",
    shapes: "the encoder's two, 64x32x28x28 to 64",
    works: ["conv2d_forward"],
  },
  {
    device: "native",
    what: "conv2d backward",
    plain: "gradients of convolutions",
    shapes: "the same",
    works: ["conv2d_backward"],
  },
  {
    device: "native",
    what: "GEMM",
    plain: "a matrix product",
    shapes: "squares 128 to 2048, 128x512x128, 3584x512x28",
    works: ["gemm"],
  },
  {
    device: "native",
    what: "batched product",
    shapes: "256 x (28x16x28), 64 x 4 x (64x32x64)",
    works: ["batched_matmul"],
  },
  {
    device: "native",
    what: "permute and copy",
    shapes: "four of 32 to 64 MiB",
    works: ["permute"],
  },
  {
    device: "native",
    what: "training step of the clusterer, with augmentation",
    plain: "a training step of the clusterer, batch 500",
    shapes: "B 500",
    works: ["clusterer_step"],
    only: ({ B }) => B === 500,
  },
  {
    device: "native",
    what: "row LSTM's training step",
    shapes: "H 128, B 128",
    works: ["row_lstm_step"],
    only: ({ H, B }) => H === 128 && B === 128,
  },
  {
    device: "native",
    what: "the same, 28-256-10",
    shapes: "B 32, 128",
    works: ["row_lstm_step"],
    only: ({ H }) => H === 256,
  },
  {
    device: "native",
    what: "training step of a convolutional and recurrent network",
    shapes: "224 x 224 x 3, B 16",
    works: ["cnn_rnn_step"],
  },
  {
    device: "native",
    what: "training step of ResNet-18",
    plain: "a training step of ResNet-18",
    shapes: "64 x 64 x 3, B 64",
    works: ["resnet18_step"],
  },
  {
    device: "native",
    what: "inference of ResNet-18",
    plain: "predictions of ResNet-18",
    shapes: "64 x 64 x 3, B 64",
    works: ["resnet18_predict"],
  },
  {
    device: "native",
    what: "self-attention forward + backward",
    shapes: "T 64, width 128, 4 heads, B 64",
    works: ["attention_backward"],
  },
  {
    device: "native",
    what: "other layers forward + backward",
    shapes: "norms, pooling, upsampling, GELU, grouped and transposed conv2d, ReNet",
    works: OTHER_LAYERS,
  },
  {
    device: "native",
    what: "k-means, 10 iterations",
    plain: "k-means of 60,000 to 1,000,000 rows",
    shapes: "60000x784 K 10; 200000x64 K 100; 1000000x16 K 256",
    works: ["kmeans_lloyd"],
    only: ({ N }) => LLOYD.includes(N!),
  },
  {
    device: "native",
    what: "Ward; Gaussian mixture; HDBSCAN; spectral",
    shapes: "5000x200; 20000x50 K 10, 20 iterations; 10000x10; 10000x50",
    works: ["agglomerative", "gaussian_mixture", "hdbscan", "spectral"],
    only: ({ N }) => N! >= 5000,
  },
  {
    device: "native",
    what: "nearest neighbours; silhouette",
    shapes: "60000x64 k 15, 70000x256 k 10; 20000x64",
    works: ["nearest_neighbors", "silhouette"],
    only: ({ N }) => N! >= 20_000,
  },
  {
    device: "native",
    what: "PCA; HOG",
    shapes: "60000x784 to 50; 10,000 images of 64 x 64",
    works: ["pca", "hog"],
    only: ({ N }) => N! >= 10_000,
  },
  {
    device: "native",
    what: "prediction",
    plain: "predictions for 10,000 digits",
    shapes: "10,000 digits",
    works: ["predict"],
  },
  {
    device: "webgpu",
    what: "LSTM forward",
    shapes: "H 64, 128, B 32, 128",
    works: ["lstm_forward"],
    only: (sizes) => single(sizes) && small(sizes),
  },
  {
    device: "webgpu",
    what: "row LSTM's training step",
    shapes: "H 64, 128, B 32, 128",
    works: ["row_lstm_step"],
    only: small,
  },
  {
    device: "webgpu",
    what: "GEMM",
    shapes: "squares 256 to 1024",
    works: ["gemm"],
    only: ({ m, n, k }) => m === n && n === k && m! >= 256 && m! <= 1024,
  },
  {
    device: "webgpu",
    what: "conv2d forward",
    shapes: "as on the CPU",
    works: ["conv2d_forward"],
  },
  {
    device: "webgpu",
    what: "conv2d backward",
    shapes: "as on the CPU",
    works: ["conv2d_backward"],
  },
  {
    device: "webgpu",
    what: "training step of the clusterer, with augmentation",
    shapes: "B 500",
    works: ["clusterer_step"],
    only: ({ B }) => B === 500,
  },
  {
    device: "webgpu",
    what: "prediction",
    shapes: "10,000 digits",
    works: ["predict"],
  },
];
