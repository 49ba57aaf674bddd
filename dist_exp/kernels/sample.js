/** Normal with the given mean and standard deviation. */
export const normal = (mean = 0, deviation = 1) => (random, params) => mean + (typeof deviation === "number" ? deviation : deviation(params)) * random.normal();
/** Uniform in [low, high). */
export const uniform = (low, high) => (random) => low + (high - low) * random.uniform();
/** Whole numbers from low to high - 1. */
export const integers = (low, high) => (random, params) => low + random.integer((typeof high === "number" ? high : high(params)) - low);
/** The same value everywhere. */
export const constant = (value) => () => value;
//# sourceMappingURL=sample.js.map