/**
 * Errors people see. Each message is one sentence (or two) that names what was
 * given, and what to do about it.
 */
export class SkeinError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** An argument has a value or a type that a function does not take. */
export class ArgumentError extends SkeinError {}

/**
 * A label, a row number or another index in device memory is out of its range. Only the device sees such values,
 * so the next read after the op rejects with this.
 */
export class IndexError extends ArgumentError {
  constructor(
    message: string,
    /** Where the index stands: the first of several. */
    readonly position: number,
    /** The index. */
    readonly value: number,
  ) {
    super(message);
  }
}

/** Tensor shapes or sizes do not fit the operation they were given to. */
export class ShapeError extends SkeinError {}

/** A data set, an image or a label file cannot be used. */
export class DataError extends SkeinError {}

/** No device could be opened, or an open one failed or was lost. */
export class DeviceError extends SkeinError {}

/** A model or checkpoint file cannot be read or written. */
export class ModelFileError extends SkeinError {}

/** Training cannot go on: a loss or a parameter is not a finite number. */
export class TrainingError extends SkeinError {}
