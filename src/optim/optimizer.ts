/**
 * What optimizers have in common: parameter groups, frozen parameters, and the state that a checkpoint holds.
 * Parameters of a model lie in one flat tensor, so that a step is one kernel for each run of neighbours that are
 * updated alike: one for the whole model where nothing is frozen and there is one group.
 */
import type { Device } from "../device/index.js";
import { ArgumentError, ModelFileError } from "../errors.js";
import { type AnyModule, Module, type Parameter, type ParameterStorage, runOf } from "../nn/index.js";
import { checkNumber } from "../ops/check.js";
import { type Shape, type Tensor, zeros } from "../tensor/index.js";

/** What all optimizers take. */
export interface OptimizerOptions {
  /** Step size, unless `step` is given another. */
  readonly learningRate?: number;
}

/** Parameters with settings of their own. Those of a frozen module may be given: they take no part until `unfreeze`. */
export interface ParameterGroup {
  readonly parameters: AnyModule | readonly Parameter[];
  /** Default: the optimizer's. A schedule scales the rates of all groups alike. */
  readonly learningRate?: number;
  /** Default: the optimizer's. */
  readonly weightDecay?: number;
}

/** What an optimizer remembers between steps, for checkpoints. */
export interface OptimizerState {
  /** Updates that each parameter has seen, by name. */
  readonly steps: Readonly<Record<string, number>>;
  /** Moments by PyTorch's name and the parameter's: `exp_avg.encoder.conv.weight`. */
  readonly moments: ReadonlyMap<string, { readonly shape: Shape; readonly data: Float32Array }>;
}

/** What `update` gets: parts of the flat tensors, all of one length. */
export interface Update {
  readonly device: Device;
  readonly gradient: Tensor;
  readonly value: Tensor;
  /** In the order of the names that the optimizer gave. */
  readonly moments: readonly Tensor[];
  readonly count: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Updates of these parameters, this one included: from 1. */
  readonly step: number;
}

interface Group {
  readonly parameters: readonly Parameter[];
  /** Of the optimizer's learning rate. */
  readonly factor: number;
  readonly weightDecay: number;
}

/**
 * Changes parameters by their gradients. Extend it for a rule of your own: the constructor names the moments,
 * `update` records one step.
 */
export abstract class Optimizer {
  readonly learningRate: number;
  readonly storage: ParameterStorage;
  readonly #groups: readonly Group[];
  readonly #names: readonly string[];
  /** Laid out as the parameters. */
  readonly #moments: readonly Tensor[];
  readonly #steps = new Map<Parameter, number>();

  /**
   * @param what a model, or groups of its parameters; those in no group stay as they are.
   * @param names of the moments, PyTorch's.
   */
  protected constructor(
    what: AnyModule | readonly ParameterGroup[],
    { learningRate, weightDecay = 0 }: { readonly learningRate: number; readonly weightDecay?: number },
    names: readonly string[],
  ) {
    checkNumber("optimizer", "learningRate", learningRate, { low: 0 });
    checkNumber("optimizer", "weightDecay", weightDecay, { low: 0 });
    const given = what instanceof Module ? [{ parameters: what }] : what;
    const taken = new Set<Parameter>();
    this.learningRate = learningRate;
    this.#names = names;
    this.#groups = given.map((group: ParameterGroup, i) => {
      const {
        parameters: members,
        learningRate: own = learningRate,
        weightDecay: decay = weightDecay,
      } = group;
      checkNumber(`optimizer: group ${i}`, "learningRate", own, { low: 0 });
      checkNumber(`optimizer: group ${i}`, "weightDecay", decay, { low: 0 });
      if (own !== learningRate && learningRate === 0) {
        throw new ArgumentError(
          `optimizer: learningRate is 0: give one above 0 for group ${i} to scale with`,
        );
      }
      const parameters = (members instanceof Module ? members.parameters() : members).filter(
        ({ trained }) => trained,
      );
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

  /** Records the update of a run of neighbours. */
  protected abstract update(update: Update): void;

  /**
   * Updates every parameter that a tape wrote a gradient for since the last step, and that is not frozen. The gradients
   * are then used: the next `backward` replaces them. Until then several tapes add up.
   */
  step(learningRate = this.learningRate): void {
    checkNumber("optimizer", "learningRate", learningRate, { low: 0 });
    const { storage } = this;
    const stepOf = (parameter: Parameter) => this.#steps.get(parameter) ?? 0;
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
  momentsOf(parameter: Parameter): Tensor[] {
    return this.#moments.map((moment) => this.storage.partOf(moment, parameter));
  }

  /** Host copies of the moments, for a checkpoint. */
  async state(): Promise<OptimizerState> {
    const steps: Record<string, number> = {};
    const moments = new Map<string, { shape: Shape; data: Float32Array }>();
    const wanted = this.#all().flatMap(([name, parameter]) => {
      steps[name] = this.#steps.get(parameter) ?? 0;
      return this.momentsOf(parameter).map((tensor, i) => [`${this.#names[i]}.${name}`, tensor] as const);
    });
    const data = await Promise.all(wanted.map(([, tensor]) => tensor.data()));
    wanted.forEach(([name, { shape }], i) => {
      moments.set(name, { shape, data: data[i] as Float32Array });
    });
    return { steps, moments };
  }

  /**
   * Goes on from what `state` gave.
   * @throws {ModelFileError} when it belongs to another model or optimizer; then nothing was changed.
   */
  restore({ steps, moments }: OptimizerState): void {
    const writes = this.#all().flatMap(([name, parameter]) =>
      this.momentsOf(parameter).map((tensor, i) => {
        const data = moments.get(`${this.#names[i]}.${name}`)?.data;
        const count = steps[name];
        if (data?.length !== tensor.size || count === undefined || !Number.isInteger(count) || count < 0) {
          throw new ModelFileError(
            `the optimizer's ${this.#names[i]} of ${name} has ${data?.length ?? 0} values, this model takes ` +
              `${tensor.size}: give a checkpoint of the same configuration`,
          );
        }
        return { tensor, data };
      }),
    );
    for (const { tensor, data } of writes) tensor.write(data);
    for (const [name, parameter] of this.#all()) this.#steps.set(parameter, steps[name] ?? 0);
  }

  /** Returns the memory. */
  release(): void {
    for (const tensor of this.#moments) tensor.release();
  }

  #all(): [string, Parameter][] {
    return this.#groups.flatMap(({ parameters }) =>
      parameters.map((parameter): [string, Parameter] => [this.storage.nameOf(parameter)!, parameter]),
    );
  }
}

/** The memory that all of them lie in. */
function storageOf(parameters: readonly Parameter[]): ParameterStorage {
  const storage = parameters[0]?.storage;
  if (!storage) throw new ArgumentError("optimizer: no parameter to train: give a model that has some");
  if (parameters.some((parameter) => parameter.storage !== storage)) {
    throw new ArgumentError(
      "optimizer: the parameters belong to several models: give each its own optimizer",
    );
  }
  return storage;
}
