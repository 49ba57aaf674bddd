export { type DTypeOf, empty, type HostArrays, type Shape, show, sizeOf, Tensor, tensor, unguarded, zeros, } from "./tensor.js";
