/** Values without their derivative. */
import type { Tape } from "../autograd/index.js";
import type { Tensor } from "../tensor/index.js";

/** A copy of x through which no gradient flows; it lives as long as the tape. */
export function detached(tape: Tape, x: Tensor): Tensor {
  const copy = tape.keep(tape.empty(x.shape));
  tape.device.copy({ ...x.slice, bytes: copy.slice.bytes }, copy.slice);
  return copy;
}
