/** First values of parameters. */
import type { Random } from "../random/philox.js";
/** Fills a parameter with its first values. */
export type Initializer = (values: Float32Array, random: Random) => void;
/** Uniform in [-bound, bound). */
export declare const uniformInit: (bound: number) => Initializer;
/** Normal with mean zero. */
export declare const normalInit: (deviation: number) => Initializer;
export declare const constantInit: (value: number) => Initializer;
/** Xavier uniform (Glorot and Bengio 2010), as PyTorch's xavier_uniform_. */
export declare const xavierUniform: (inputs: number, outputs: number) => Initializer;
/** Kaiming normal for ReLU (He et al. 2015), as PyTorch's kaiming_normal_; `fan` is the inputs or the outputs of a unit. */
export declare const kaimingNormal: (fan: number) => Initializer;
