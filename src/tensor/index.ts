export { empty, type Shape, show, sizeOf, Tensor, tensor, zeros } from "./tensor.js";
