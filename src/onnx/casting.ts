/** Values as another type. On the device all are float32, rounded where a whole number is asked for. */
import type { Tape } from "../autograd/index.js";
import { abs, equal, floor, mul, scale, shift, unary } from "../ops/index.js";
import { type ElementType, isFloat } from "./element_types.js";
import { HostTensor } from "./host_tensor.js";
import type { GraphValue } from "./value.js";

export function castTo(tape: Tape | null, x: GraphValue, type: ElementType): GraphValue {
  if (x instanceof HostTensor) return HostTensor.of(type, x.shape, x.values);
  const kept = type === "bool" ? x.type === "bool" : isFloat(type) || !isFloat(x.type);
  if (kept) return x.with({ type });
  const { tensor } = x;
  if (type === "bool") {
    const zero = equal(tape!, tensor, tape!.zeros([1]));
    return x.with({ tensor: shift(tape!, scale(tape!, zero, -1), 1), type });
  }
  const towardsZero = mul(tape!, unary(tape!, "sign", tensor), floor(tape!, abs(tape!, tensor)));
  return x.with({ tensor: towardsZero, type });
}
