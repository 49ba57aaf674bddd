/** Registers operators that work element by element. */
import type { Tape } from "../autograd/index.js";
import type { Tensor } from "../tensor/index.js";
import { onDevice, onHost } from "./broadcasting.js";
import type { ElementType } from "./element_types.js";
import type { GraphNode } from "./node.js";
import { type Inputs, isSingle, type OperatorDefinition, registerOperator, required } from "./operator.js";
import { type GraphValue, upload } from "./value.js";

type Registration = Pick<OperatorDefinition, "attributes" | "problem" | "renames" | "without">;

interface Unary extends Registration {
  readonly device: (tape: Tape, x: Tensor, node: GraphNode) => Tensor;
  /** Missing: constants are computed on the device, too. */
  readonly host?: (x: number, node: GraphNode) => number;
  /** Of the result. Default: the input's. */
  readonly type?: ElementType;
}

/** An operator of one input. */
export function registerUnary(name: string, { device, host, type, ...rest }: Unary): void {
  registerOperator({
    name,
    ...rest,
    ...(host && {
      host: (node, inputs) => {
        const x = required(node, inputs, 0);
        return onHost(node, type ?? x.type, [x], (value) => host(value, node));
      },
    }),
    device: (tape, node, inputs) => {
      const x = upload(tape, required(node, inputs, 0));
      return x.with({ tensor: device(tape, x.tensor, node), type: type ?? x.type });
    },
  });
}

interface Binary extends Registration {
  /** `type` is that of the inputs. */
  readonly device: (tape: Tape, a: Tensor, b: Tensor, type: ElementType) => Tensor;
  readonly host: (a: number, b: number, type: ElementType) => number;
  /** A quicker way where the second input is a single number. */
  readonly single?: (tape: Tape, a: Tensor, b: number) => Tensor;
  /** Whether the inputs may change places. */
  readonly commutes?: boolean;
  /** Of the result. Default: the first input's. */
  readonly type?: ElementType;
}

/** An operator of two inputs. */
export function registerBinary(name: string, binary: Binary): void {
  const { device: _, host: __, single: ___, commutes: ____, type, ...rest } = binary;
  registerOperator({
    name,
    ...rest,
    host: (node, inputs) => {
      const [a, b] = [required(node, inputs, 0), required(node, inputs, 1)];
      return onHost(node, type ?? a.type, [a, b], (x, y) => binary.host(x, y, a.type));
    },
    device: (tape, node, inputs) => binaryOnDevice(tape, node, inputs, binary),
  });
}

function binaryOnDevice(tape: Tape, node: GraphNode, inputs: Inputs<GraphValue>, binary: Binary): GraphValue {
  let [a, b] = [required(node, inputs, 0), required(node, inputs, 1)];
  const type = binary.type ?? a.type;
  if (binary.commutes && isSingle(a)) [a, b] = [b, a];
  if (binary.single && isSingle(b) && b.shape.length <= a.shape.length && Number.isFinite(b.values[0]!)) {
    const x = upload(tape, a);
    return x.with({ tensor: binary.single(tape, x.tensor, b.values[0]!), type });
  }
  const op = (tape: Tape, ...[x, y]: Tensor[]) => binary.device(tape, x!, y!, a.type);
  return onDevice(tape, node, [a, b], op, type);
}

interface Variadic extends Registration {
  readonly device: (tape: Tape, a: Tensor, b: Tensor) => Tensor;
  readonly host: (a: number, b: number) => number;
  /** Makes the result of the values that were folded; default: nothing more. */
  readonly finish?: {
    device: (tape: Tape, x: Tensor, count: number) => Tensor;
    host: (x: number, count: number) => number;
  };
}

/** An operator of any number of inputs, folded from the first to the last. */
export function registerVariadic(name: string, { device, host, finish, ...rest }: Variadic): void {
  registerOperator({
    name,
    ...rest,
    host: (node, inputs) => {
      const values = inputs.map((_, i) => required(node, inputs, i));
      return onHost(node, required(node, inputs, 0).type, values, (...all) => {
        const folded = all.reduce((a, b) => host(a, b));
        return finish ? finish.host(folded, all.length) : folded;
      });
    },
    device: (tape, node, inputs) => {
      const { type } = required(node, inputs, 0);
      const folded = inputs
        .map((_, i) => required(node, inputs, i))
        .reduce((a, b) => onDevice(tape, node, [a, b], device, type));
      const value = upload(tape, folded);
      return finish ? value.with({ tensor: finish.device(tape, value.tensor, inputs.length) }) : value;
    },
  });
}
