export { empty, type Shape, show, sizeOf, Tensor, tensor, unguarded, zeros } from "./tensor.js";
