/** A named network as a benchmark work: a training step, and prediction. Peers know it by its name and state dict. */
import { Tape } from "../autograd/index.js";
import type { Device } from "../device/index.js";
import { buildNetwork, type Network } from "../models/index.js";
import { Dropout, summarize } from "../nn/index.js";
import { crossEntropy, mean } from "../ops/index.js";
import { Adam } from "../optim/index.js";
import { type Shape, type Tensor, tensor } from "../tensor/index.js";
import {
  type BenchCase,
  type HostTensor,
  type Inputs,
  normalTensor,
  type Prepared,
  type Sizes,
} from "./case.js";
import { maxError } from "./float64.js";
import { logits64 } from "./networks64.js";

const CLASSES = 10;
const LEARNING_RATE = 1e-3;

export interface NetworkCase {
  /** As `buildNetwork` knows it. */
  readonly network: string;
  readonly work: string;
  /** B images of T x I or side x side pixels and C channels (default 1); H is the option `hidden`, the rest are options. */
  readonly sizes: Sizes;
  readonly training: boolean;
  /** As in `BenchCase`. */
  readonly memory?: boolean;
}

/** Of the images: [B, H, W, C]. */
function imageShape({ B, T, I, side, C = 1 }: Sizes): Shape {
  return [B!, T ?? side!, I ?? side!, C];
}

function build({ network, sizes }: NetworkCase): Network {
  const [, height, width, channels] = imageShape(sizes) as [number, number, number, number];
  const { B, T, I, side, C, H, ...options } = sizes;
  const all = { ...options, ...(H !== undefined && { hidden: H }) };
  return buildNetwork(network, { height, width, channels }, CLASSES, all);
}

export function networkCase(asked: NetworkCase): BenchCase {
  const { network, work, sizes, training, memory = false } = asked;
  const model = build(asked);
  const shape = imageShape(sizes);
  const { flops, layers, parameterBytes } = summarize(model, shape);
  const activations = layers.reduce((sum, { outputBytes }) => sum + outputBytes, 0);
  const random = model.modules().some(([, module]) => module instanceof Dropout);
  return {
    work,
    sizes,
    // The derivative takes two products for each of the forward pass.
    flops: training ? 3 * flops : flops,
    // Each layer's output once each way; parameters once, in training both ways, with gradients and Adam's four.
    bytes: training ? 2 * activations + 7 * parameterBytes : activations + parameterBytes,
    items: { count: sizes.B!, unit: "images" },
    peer: {
      work: training ? "network_step" : "network_predict",
      // Trying a second layout would raise the peer's peak of memory.
      settings: { network, random, learningRate: LEARNING_RATE, ...(memory && { layout: "channels_last" }) },
      tolerance: 1e-4,
    },
    ...(memory && { memory }),
    ...(!logits64[network] && { unchecked: "npm test compares it with PyTorch" }),
    inputs: (device) => makeInputs(asked, device),
    prepare: (device, inputs) => new NetworkWork(device, asked, inputs, random),
  };
}

async function makeInputs(asked: NetworkCase, device: Device): Promise<Inputs> {
  const model = build(asked).to(device);
  const state = await model.stateDict();
  model.release();
  const { B } = asked.sizes as { B: number };
  return {
    x: normalTensor(imageShape(asked.sizes), 0),
    labels: { shape: [B], data: Uint32Array.from({ length: B }, (_, i) => (7 * i) % CLASSES) },
    ...Object.fromEntries(state),
  };
}

class NetworkWork implements Prepared {
  readonly #model: Network;
  readonly #optimizer: Adam | null;
  readonly #state: ReadonlyMap<string, HostTensor>;
  readonly #images: HostTensor;
  readonly #x: Tensor;
  readonly #labels: Tensor;
  #step = 0;

  constructor(
    readonly device: Device,
    readonly asked: NetworkCase,
    inputs: Inputs,
    /** Training draws random numbers: results are compared in inference. */
    readonly random: boolean,
  ) {
    const { x, labels, ...state } = inputs as Record<string, HostTensor>;
    this.#state = new Map(Object.entries(state));
    this.#model = build(asked).to(device);
    this.#model.loadStateDict(this.#state);
    this.#optimizer = asked.training ? new Adam(this.#model) : null;
    this.#images = x!;
    this.#x = tensor(device, x!.data, x!.shape);
    this.#labels = tensor(device, labels!.data, labels!.shape);
  }

  run(): void {
    if (this.#optimizer) {
      using tape = new Tape(this.device, { training: { seed: 0, step: this.#step++ } });
      tape.backward(this.#loss(tape, this.#model.forward(tape, this.#x)));
      this.#optimizer.step(LEARNING_RATE);
    } else {
      using tape = new Tape(this.device, { gradient: false });
      this.#model.forward(tape, this.#x);
    }
    this.device.submit();
  }

  async outputs(): Promise<Record<string, ArrayLike<number>>> {
    this.#model.loadStateDict(this.#state);
    const training =
      this.asked.training && !this.random ? { seed: 0, step: 0, updateStatistics: false } : null;
    using tape = new Tape(this.device, { gradient: false, training });
    const logits = this.#model.forward(tape, this.#x);
    if (!this.asked.training) return { logits: await logits.data() };
    const loss = this.#loss(tape, logits);
    const [a, b] = await Promise.all([logits.data(), loss.data()]);
    return { logits: a, loss: b };
  }

  /** The last image's logits, where the network is written in float64. */
  get check(): (() => Promise<number>) | undefined {
    const written = logits64[this.asked.network];
    if (!written) return undefined;
    return async () => {
      const { logits } = await this.outputs();
      const { data, shape } = this.#images;
      const image = Float64Array.from(data.subarray(-data.length / shape[0]!));
      const weight = (name: string) => Float64Array.from(this.#state.get(name)!.data);
      const want = written(image, weight, shape);
      return maxError(Array.from(logits!).slice(-CLASSES), want);
    };
  }

  release(): void {
    this.#optimizer?.release();
    this.#model.release();
    this.#x.release();
    this.#labels.release();
  }

  #loss(tape: Tape, logits: Tensor): Tensor {
    return mean(tape, crossEntropy(tape, logits, this.#labels));
  }
}
