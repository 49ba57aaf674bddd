import { type Tensor } from "../tensor/index.js";
/** The sizes of rows of features. @throws {ShapeError} if x is not a matrix of float32. */
export declare function checkMatrix(caller: string, x: Tensor): [rows: number, cols: number];
/** @throws {DataError} if there are fewer rows, of this kind, than clusters (or components). */
export declare function checkFills(caller: string, rows: number, clusters: number, kind?: string, what?: string): void;
