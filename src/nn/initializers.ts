/** First values of parameters. */
import type { Random } from "../random/philox.js";

/** Fills a parameter with its first values. */
export type Initializer = (values: Float32Array, random: Random) => void;

/** Uniform in [-bound, bound). */
export const uniformInit =
  (bound: number): Initializer =>
  (values, random) => {
    for (let i = 0; i < values.length; i++) values[i] = bound * (2 * random.uniform() - 1);
  };

/** Normal with mean zero. */
export const normalInit =
  (deviation: number): Initializer =>
  (values, random) => {
    for (let i = 0; i < values.length; i++) values[i] = deviation * random.normal();
  };

/** One value everywhere. */
export const constantInit =
  (value: number): Initializer =>
  (values) => {
    values.fill(value);
  };

/** Xavier uniform (Glorot and Bengio 2010), as PyTorch's xavier_uniform_. */
export const xavierUniform = (inputs: number, outputs: number): Initializer =>
  uniformInit(Math.sqrt(6 / (inputs + outputs)));

/** Kaiming normal for ReLU (He et al. 2015), as PyTorch's kaiming_normal_; `fan` is the inputs or the outputs of a unit. */
export const kaimingNormal = (fan: number): Initializer => normalInit(Math.sqrt(2 / fan));
