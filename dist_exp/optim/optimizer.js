import { ArgumentError, ModelFileError } from "../errors.js";
import { Module, runOf } from "../nn/index.js";
import { checkNumber } from "../ops/check.js";
import { zeros } from "../tensor/index.js";
export class Optimizer {
    learningRate;
    storage;
    #groups;
    #names;
    /** Laid out as the parameters. */
    #moments;
    #steps = new Map();
    /**
     * @param what a model, or groups of its parameters; those in no group stay as they are.
     * @param names of the moments, PyTorch's.
     */
    constructor(what, { learningRate, weightDecay = 0 }, names) {
        checkNumber("optimizer", "learningRate", learningRate, { low: 0 });
        checkNumber("optimizer", "weightDecay", weightDecay, { low: 0 });
        const given = what instanceof Module ? [{ parameters: what }] : what;
        const taken = new Set();
        this.learningRate = learningRate;
        this.#names = names;
        this.#groups = given.map((group, i) => {
            const { parameters: members, learningRate: own = learningRate, weightDecay: decay = weightDecay, } = group;
            checkNumber(`optimizer: group ${i}`, "learningRate", own, { low: 0 });
            checkNumber(`optimizer: group ${i}`, "weightDecay", decay, { low: 0 });
            if (own !== learningRate && learningRate === 0) {
                throw new ArgumentError(`optimizer: learningRate is 0: give one above 0 for group ${i} to scale with`);
            }
            const parameters = (members instanceof Module ? members.parameters() : members).filter(({ trained }) => trained);
            for (const parameter of parameters) {
                if (taken.has(parameter))
                    throw new ArgumentError(`optimizer: a parameter is in two groups: keep one`);
                taken.add(parameter);
            }
            return { parameters, factor: own === learningRate ? 1 : own / learningRate, weightDecay: decay };
        });
        this.storage = storageOf([...taken]);
        const { device, values } = this.storage;
        this.#moments = names.map(() => zeros(device, values.shape));
    }
    /**
     * Updates every parameter that a tape wrote a gradient for since the last step, and that is not frozen. The gradients
     * are then used: the next `backward` replaces them. Until then several tapes add up.
     */
    step(learningRate = this.learningRate) {
        checkNumber("optimizer", "learningRate", learningRate, { low: 0 });
        const { storage } = this;
        const stepOf = (parameter) => this.#steps.get(parameter) ?? 0;
        for (const { parameters, factor, weightDecay } of this.#groups) {
            const active = parameters.filter(({ trainable, hasGradient }) => trainable && hasGradient);
            for (const before of new Set(active.map(stepOf))) {
                const members = active.filter((parameter) => stepOf(parameter) === before);
                for (const run of storage.runs(members)) {
                    this.update({
                        device: storage.device,
                        gradient: runOf(storage.gradients, run),
                        value: runOf(storage.values, run),
                        moments: this.#moments.map((moment) => runOf(moment, run)),
                        count: run.count,
                        learningRate: learningRate * factor,
                        weightDecay,
                        step: before + 1,
                    });
                }
                for (const parameter of members) {
                    this.#steps.set(parameter, before + 1);
                    parameter.dropGradient();
                }
            }
        }
    }
    /** A parameter's moments, in PyTorch's order. They are the optimizer's memory. */
    momentsOf(parameter) {
        return this.#moments.map((moment) => this.storage.partOf(moment, parameter));
    }
    /** Host copies of the moments, for a checkpoint. */
    async state() {
        const steps = {};
        const moments = new Map();
        const wanted = this.#all().flatMap(([name, parameter]) => {
            steps[name] = this.#steps.get(parameter) ?? 0;
            return this.momentsOf(parameter).map((tensor, i) => [`${this.#names[i]}.${name}`, tensor]);
        });
        const data = await Promise.all(wanted.map(([, tensor]) => tensor.data()));
        wanted.forEach(([name, { shape }], i) => {
            moments.set(name, { shape, data: data[i] });
        });
        return { steps, moments };
    }
    /**
     * Goes on from what `state` gave.
     * @throws {ModelFileError} when it belongs to another model or optimizer; then nothing was changed.
     */
    restore({ steps, moments }) {
        const writes = this.#all().flatMap(([name, parameter]) => this.momentsOf(parameter).map((tensor, i) => {
            const data = moments.get(`${this.#names[i]}.${name}`)?.data;
            const count = steps[name];
            if (data?.length !== tensor.size || count === undefined || !Number.isInteger(count) || count < 0) {
                throw new ModelFileError(`the optimizer's ${this.#names[i]} of ${name} has ${data?.length ?? 0} values, this model takes ` +
                    `${tensor.size}: give a checkpoint of the same configuration`);
            }
            return { tensor, data };
        }));
        for (const { tensor, data } of writes)
            tensor.write(data);
        for (const [name, parameter] of this.#all())
            this.#steps.set(parameter, steps[name] ?? 0);
    }
    /** Returns the memory. */
    release() {
        for (const tensor of this.#moments)
            tensor.release();
    }
    #all() {
        return this.#groups.flatMap(({ parameters }) => parameters.map((parameter) => [this.storage.nameOf(parameter), parameter]));
    }
}
/** The memory that all of them lie in. */
function storageOf(parameters) {
    const storage = parameters[0]?.storage;
    if (!storage)
        throw new ArgumentError("optimizer: no parameter to train: give a model that has some");
    if (parameters.some((parameter) => parameter.storage !== storage)) {
        throw new ArgumentError("optimizer: the parameters belong to several models: give each its own optimizer");
    }
    return storage;
}
//# sourceMappingURL=optimizer.js.map