import { type Tensor } from "../../tensor/index.js";
/** Some rows of x [N, D]. The caller releases them. */
export declare function rowsOf(x: Tensor, chosen: Uint32Array<ArrayBuffer>): Tensor;
