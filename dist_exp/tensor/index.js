export { empty, show, sizeOf, Tensor, tensor, unguarded, zeros, } from "./tensor.js";
//# sourceMappingURL=index.js.map