/** The clusterer's encoder as a named network: what it learned without labels is a start for a classifier. */
import type { Tape } from "../../autograd/index.js";
import { Linear, type Module } from "../../nn/index.js";
import type { Tensor } from "../../tensor/index.js";
import type { ModelFile } from "../model_file.js";
import type { LearnedNetwork } from "../registry.js";
import { fields } from "../schema.js";
// Registered before this one, for lists to begin with the networks made to learn from labels.
import "../zoo/index.js";
import { Network } from "../zoo/network.js";
import { type NetworkInput, registerNetwork } from "../zoo/registry.js";
import { encoderFields, parseConfig } from "./config.js";
import { Encoder, type EncoderConfig } from "./encoder.js";
import { ClustererNetwork } from "./network.js";

const NAME = "stemRnn";

class StemRnn extends Network {
  readonly encoder: Encoder;
  head: Module;

  constructor({ size, classes, options }: NetworkInput<EncoderConfig>) {
    super();
    this.encoder = new Encoder(options, size);
    this.head = new Linear(this.encoder.features, classes);
  }

  get featureCount(): number {
    return this.encoder.features;
  }

  features(tape: Tape, x: Tensor): Tensor {
    return this.encoder.ownRows(tape, x);
  }
}

registerNetwork({
  name: NAME,
  about:
    "the network of ImageClusterer: convolutions with batch norm, then a recurrent layer over the map's rows",
  options: fields(encoderFields),
  build: (input) => new StemRnn(input),
});

/** What a clusterer's file holds of it. */
export function learnedEncoder({ config, size, state }: ModelFile): LearnedNetwork {
  const checked = parseConfig(config);
  const networkOptions = Object.fromEntries(
    Object.keys(encoderFields).map((field) => [field, checked[field as keyof EncoderConfig]]),
  );
  const encoder = [...ClustererNetwork.predicting(state)].filter(([name]) => name.startsWith("encoder."));
  return {
    network: NAME,
    networkOptions,
    state: new Map(encoder),
    layout: "skein",
    preprocess: checked.preprocess,
    // The encoder reads pixels from 0 to 1.
    normalization: { mean: 0, std: 1 },
    size,
  };
}
