/** The constants of a graph as parameters of a module. */
import type { Tape } from "../autograd/index.js";
import { Module } from "../nn/module.js";
import { Parameter, type ParameterPart } from "../nn/parameter.js";
import { permuted } from "../nn/permuted.js";
import type { Tensor } from "../tensor/index.js";
import { isFloat } from "./element_types.js";
import type { Graph } from "./graph.js";
import type { HostTensor } from "./host_tensor.js";
import { operatorNamed } from "./operator.js";
import { DeviceValue, plainOrder } from "./value.js";

interface Stored {
  readonly parameter: Parameter;
  readonly shape: readonly number[];
  readonly order: readonly number[];
}

/** A parameter under the name that the file gives it. */
class Initializer extends Parameter {
  constructor(
    readonly name: string,
    ...rest: ConstructorParameters<typeof Parameter>
  ) {
    super(...rest);
  }

  override parts(): ParameterPart[] {
    return super.parts(this.name);
  }
}

/**
 * Parameters by the names of a file's initializers, as `stateDict` shows them. Convolutions' weights lie channels last,
 * those of products transposed. Statistics of normalisations and values that no initializer holds are states.
 */
export class OnnxWeights extends Module {
  /** Where Module looks for parameters. A property for each name could hide a method. */
  readonly initializers: Parameter[] = [];
  readonly #stored = new Map<string, Stored>();
  readonly #host = new Map<string, HostTensor>();

  constructor(graph: Graph) {
    super();
    for (const node of graph.nodes) {
      const operator = operatorNamed(node.operator)!;
      node.inputs.forEach((name, i) => {
        const constant = graph.constants.get(name);
        if (!constant) return;
        const learned = graph.learned.has(name);
        const onDevice = learned || (isFloat(constant.type) && constant.size > 1);
        if (!onDevice || operator.onHost?.includes(i) || !operator.device) {
          this.#host.set(name, constant);
          return;
        }
        if (this.#stored.has(name)) return;
        const { shape } = constant;
        const order = operator.stored?.(i, shape.length) ?? plainOrder(shape.length);
        const trained = learned && !operator.states?.includes(i);
        const parameter = new Initializer(
          name,
          order.map((axis) => shape[axis]!),
          (values) => rearranged(constant, order, values),
          { trained },
        );
        this.#stored.set(name, { parameter, shape, order });
        this.initializers.push(parameter);
      });
    }
    for (const { name } of graph.outputs) {
      const constant = graph.constants.get(name);
      if (constant) this.#host.set(name, constant);
    }
  }

  /** A constant's value for ops on this tape; undefined where the name is that of no constant. */
  on(tape: Tape, name: string, onHost: boolean): HostTensor | DeviceValue | undefined {
    const stored = onHost ? undefined : this.#stored.get(name);
    if (!stored) return this.#host.get(name);
    return new DeviceValue(stored.parameter.on(tape), stored.shape, stored.order);
  }

  /** @throws {Error} always: parameters compute nothing. */
  forward(): Tensor {
    throw new Error("OnnxWeights holds parameters: call the model's forward");
  }
}

/** Writes the values with the axes in another order. */
function rearranged(constant: HostTensor, order: readonly number[], to: Float32Array): void {
  if (order.every((axis, i) => axis === i)) {
    constant.copyTo(to);
    return;
  }
  const values = new Float32Array(constant.size);
  constant.copyTo(values);
  permuted(values, constant.shape, order, to);
}
