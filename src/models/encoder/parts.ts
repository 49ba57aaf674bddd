/** What an encoder is made of, and what others use of it. */
import type { Tensor } from "../../tensor/index.js";
import type { ImageSize } from "../images.js";
import type { Pooling } from "./pooling.js";
import type { EncoderPreprocessing } from "./preprocessing.js";
import type { OpenedTrunk } from "./trunk.js";

/** What an encoder is made of. */
export interface EncoderParts extends OpenedTrunk {
  readonly preprocessing: EncoderPreprocessing;
  /** Default what suits the layer's value. */
  readonly pooling: Pooling | undefined;
  /** Where its file lies. */
  readonly path: string;
  /** Of encoders that are named networks. */
  readonly network: { readonly name: string; readonly options: unknown } | null;
  /** F, of an encoder that was looked at before. */
  readonly features?: number;
}

/** What `encode` and caches use of an encoder. */
export interface FeatureSource {
  readonly preprocessing: EncoderPreprocessing;
  readonly features: number;
  readonly imageSize: ImageSize;
  readonly identity: string;
  rows(x: Tensor): Promise<Float32Array>;
}
