import { type Tensor } from "../../tensor/index.js";
/**
 * The rows of x [N, D] at length 1. The caller releases them.
 * @throws {DataError} if values of x are not finite, or a row is all zeros.
 */
export declare function unitRows(caller: string, x: Tensor): Promise<Tensor>;
/** Records that the centres [K, D] get length 1; one at the origin stays there. */
export declare function toUnitLength(centers: Tensor): void;
