/** The constants of a graph as parameters of a module. */
import type { Tape } from "../autograd/index.js";
import { Module } from "../nn/module.js";
import { Parameter } from "../nn/parameter.js";
import { sizeOf, type Tensor } from "../tensor/index.js";
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

/**
 * Parameters by the names of a file's initializers, as `stateDict` shows them. Convolutions' weights lie channels last,
 * those of products transposed. Statistics of normalisations and values that no initializer holds are states.
 */
export class OnnxWeights extends Module {
  readonly #stored = new Map<string, Stored>();
  readonly #host = new Map<string, HostTensor>();

  constructor(graph: Graph) {
    super();
    for (const node of graph.nodes) {
      const operator = operatorNamed(node.operator)!;
      node.inputs.forEach((name, i) => {
        const constant = graph.constants.get(name);
        if (!constant) return;
        if (
          !isFloat(constant.type) ||
          constant.size <= 1 ||
          operator.onHost?.includes(i) ||
          !operator.device
        ) {
          this.#host.set(name, constant);
          return;
        }
        if (this.#stored.has(name)) return;
        const { shape } = constant;
        const order = operator.stored?.(i, shape.length) ?? plainOrder(shape.length);
        const trained = graph.learned.has(name) && !operator.states?.includes(i);
        const parameter = new Parameter(
          order.map((axis) => shape[axis]!),
          (values) => rearranged(constant, order, values),
          { trained },
        );
        this.#stored.set(name, { parameter, shape, order });
        // Where Module looks for parameters.
        Object.defineProperty(this, name, { value: parameter, enumerable: true });
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
  const { shape } = constant;
  if (order.every((axis, i) => axis === i)) {
    constant.copyTo(to);
    return;
  }
  const values = new Float32Array(constant.size);
  constant.copyTo(values);
  const strides = order.map((axis) => sizeOf(shape.slice(axis + 1)));
  const extents = order.map((axis) => shape[axis]!);
  const index = extents.map(() => 0);
  let from = 0;
  for (let i = 0; i < to.length; i++) {
    to[i] = values[from]!;
    for (let axis = extents.length - 1; axis >= 0; axis--) {
      from += strides[axis]!;
      if (++index[axis]! < extents[axis]!) break;
      from -= strides[axis]! * extents[axis]!;
      index[axis] = 0;
    }
  }
}
