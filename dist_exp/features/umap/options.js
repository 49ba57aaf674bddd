import { ArgumentError } from "../../errors.js";
import { MOST_COMPONENTS } from "../../kernels/umap.js";
const inits = ["spectral", "pca", "random"];
/** @throws {ArgumentError} if an option is out of its range. */
export function checkOptions(options) {
    const { neighbors, components, minDist, spread, epochs, negativeSamples, init, seed } = options;
    const whole = (name, value, least, most = 2 ** 32 - 1) => {
        if (Number.isInteger(value) && value >= least && value <= most)
            return;
        const range = most === 2 ** 32 - 1 ? `from ${least} up` : `from ${least} to ${most}`;
        throw new ArgumentError(`Umap: ${name} is ${value}: give a whole number ${range}`);
    };
    whole("neighbors", neighbors, 2);
    whole("components", components, 1, MOST_COMPONENTS);
    whole("negativeSamples", negativeSamples, 0, 1000);
    whole("seed", seed, 0);
    // Epochs are float32 in the kernel.
    if (epochs !== undefined)
        whole("epochs", epochs, 1, 2 ** 20);
    if (!(Number.isFinite(spread) && spread > 0)) {
        throw new ArgumentError(`Umap: spread is ${spread}: give a number above 0`);
    }
    if (!(minDist >= 0 && minDist <= spread)) {
        throw new ArgumentError(`Umap: minDist is ${minDist}: give a number from 0 to spread, ${spread}`);
    }
    if (!inits.includes(init)) {
        throw new ArgumentError(`Umap: init ${String(init)} is unknown: choose one of ${inits.join(", ")}`);
    }
}
//# sourceMappingURL=options.js.map