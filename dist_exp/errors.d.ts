/** Text from outside (a file's content, a name, another library's message), cut in its middle where it is long. */
export declare function excerpt(text: string, shown?: number): string;
/**
 * Errors people see. Each message is one sentence (or two) that names what was
 * given, and what to do about it.
 */
export declare class SkeinError extends Error {
    constructor(message: string, options?: ErrorOptions);
}
/** An argument has a value or a type that a function does not take. */
export declare class ArgumentError extends SkeinError {
}
/**
 * A label, a row number or another index in device memory is out of its range. Only the device sees such values,
 * so the next read after the op rejects with this.
 */
export declare class IndexError extends ArgumentError {
    /** Where the index stands: the first of several. */
    readonly position: number;
    /** The index. */
    readonly value: number;
    constructor(message: string, 
    /** Where the index stands: the first of several. */
    position: number, 
    /** The index. */
    value: number);
}
/** Tensor shapes or sizes do not fit the operation they were given to. */
export declare class ShapeError extends SkeinError {
}
/** A data set, an image or a label file cannot be used. */
export declare class DataError extends SkeinError {
}
/** No device could be opened, or an open one failed or was lost. */
export declare class DeviceError extends SkeinError {
}
/** A model or checkpoint file cannot be read or written. */
export declare class ModelFileError extends SkeinError {
}
/** Training cannot go on: a loss or a parameter is not a finite number. */
export declare class TrainingError extends SkeinError {
}
