/** Uniform in [-bound, bound). */
export const uniformInit = (bound) => (values, random) => {
    for (let i = 0; i < values.length; i++)
        values[i] = bound * (2 * random.uniform() - 1);
};
/** Normal with mean zero. */
export const normalInit = (deviation) => (values, random) => {
    for (let i = 0; i < values.length; i++)
        values[i] = deviation * random.normal();
};
export const constantInit = (value) => (values) => {
    values.fill(value);
};
/** Xavier uniform (Glorot and Bengio 2010), as PyTorch's xavier_uniform_. */
export const xavierUniform = (inputs, outputs) => uniformInit(Math.sqrt(6 / (inputs + outputs)));
/** Kaiming normal for ReLU (He et al. 2015), as PyTorch's kaiming_normal_; `fan` is the inputs or the outputs of a unit. */
export const kaimingNormal = (fan) => normalInit(Math.sqrt(2 / fan));
//# sourceMappingURL=initializers.js.map