/** What an encoder is made of, and what others use of it. */
import type { Device } from "../../device/index.js";
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
  /** What features are rounded to, as those were that a model learned from; default nothing. */
  readonly rounding?: Rounding | undefined;
  /** F, of an encoder that was looked at before. */
  readonly features?: number;
}

/** What features are rounded to; null: they stay as they are. */
export type Rounding = "float16" | null;

/** What `encode` and caches use of an encoder. */
export interface FeatureSource {
  readonly preprocessing: EncoderPreprocessing;
  readonly features: number;
  readonly imageSize: ImageSize;
  readonly identity: string;
  readonly rounding: Rounding;
  /** Whether its file is sealed. */
  readonly sealed: boolean;
  readonly device: Device;
  rows(x: Tensor): Promise<Float32Array>;
}
