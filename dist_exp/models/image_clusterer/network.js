import { Linear, Module } from "../../nn/index.js";
import { reshape } from "../../ops/index.js";
import { Projection } from "./contrastive.js";
import { Encoder } from "./encoder.js";
export class ClustererNetwork extends Module {
    encoder;
    heads;
    /** What the contrastive term needs; null without one, and in a network that only predicts. */
    projection;
    #config;
    /** @param training whether it has what only training needs. */
    constructor(config, size, { training = false } = {}) {
        super();
        this.#config = config;
        this.encoder = new Encoder(config, size);
        this.heads = new Linear(this.encoder.features, config.heads * config.clusters);
        this.projection =
            training && config.objective.contrastive > 0 ? new Projection(this.encoder.features) : null;
    }
    /** Of a state dict what a network that only predicts has. */
    static predicting(state) {
        return new Map([...state].filter(([name]) => !name.startsWith("projection.")));
    }
    /** Pixels [B, H, W, C] to logits [B, heads, K]. */
    forward(tape, x) {
        return this.logits(tape, this.encoder.forward(tape, x));
    }
    /** Features [B, F] to logits [B, heads, K]. */
    logits(tape, features) {
        const { heads, clusters } = this.#config;
        return reshape(tape, this.heads.forward(tape, features), [features.shape[0], heads, clusters]);
    }
    /**
     * Replaces a head by a noisy copy of another, with the optimizer's moments.
     * It happens rarely, so it is done on the host.
     */
    async copyHead(optimizer, from, to, random) {
        for (const parameter of this.heads.parameters()) {
            await this.#copyRows(parameter.value, from, to, (part) => {
                const deviation = this.#config.headRestarts.noise * standardDeviation(part);
                return part.map((value) => value + deviation * random.normal());
            });
            for (const moments of optimizer.momentsOf(parameter))
                await this.#copyRows(moments, from, to);
        }
    }
    async #copyRows(tensor, from, to, change = (part) => part) {
        const data = (await tensor.data());
        const length = tensor.size / this.#config.heads;
        data.set(change(data.slice(from * length, (from + 1) * length)), to * length);
        tensor.write(data);
    }
}
function standardDeviation(values) {
    const mean = values.reduce((total, value) => total + value, 0) / values.length;
    return Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length);
}
//# sourceMappingURL=network.js.map