/** Reading an estimator's state, which may come from a damaged or foreign file. */
import { DataError } from "../errors.js";
import type { EstimatorState, StateArray } from "./estimator.js";

interface ArrayType<T extends StateArray["data"]> {
  new (size: number): T;
  readonly name: string;
}

/**
 * Array `name` of a state.
 * @param shape what it has to be; -1 takes any extent.
 * @throws {DataError} if it is missing, of another type or shape, or holds values that are not finite.
 */
export function storedArray<T extends StateArray["data"]>(
  kind: string,
  { arrays }: EstimatorState,
  name: string,
  type: ArrayType<T>,
  shape: readonly number[],
): { readonly data: T; readonly shape: readonly number[] } {
  const found = Object.hasOwn(arrays, name) ? arrays[name] : undefined;
  const fail = (reason: string) =>
    new DataError(`${kind}: array ${name} of the state ${reason}: save the fitted estimator again`);
  if (!found) throw fail("is missing");
  const { data } = found;
  if (!(data instanceof type)) throw fail(`is a ${data.constructor.name}, not a ${type.name}`);
  const fits = found.shape.length === shape.length && shape.every((n, i) => n < 0 || n === found.shape[i]);
  if (!fits || data.length !== found.shape.reduce((size, extent) => size * extent, 1)) {
    const wanted = shape.map((extent) => (extent < 0 ? "any" : extent)).join(", ");
    throw fail(`is [${found.shape.join(", ")}], not [${wanted}]`);
  }
  if (!data.every(Number.isFinite)) throw fail("holds NaN or infinite values");
  return { data, shape: found.shape };
}
