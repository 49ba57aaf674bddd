/** Characters that a message shows of a text from outside. */
const SHOWN = 120;
/** Characters of a whole message: whatever is quoted in it, it stays one that can be read. */
const LONGEST_MESSAGE = 1000;

/** Text from outside (a file's content, a name, another library's message), cut in its middle where it is long. */
export function excerpt(text: string, shown = SHOWN): string {
  if (text.length <= shown) return text;
  const head = Math.ceil((shown - 3) * 0.7);
  return `${text.slice(0, head)}...${text.slice(text.length - (shown - 3 - head))}`;
}

/**
 * Errors people see. Each message is one sentence (or two) that names what was
 * given, and what to do about it.
 */
export class SkeinError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(excerpt(message, LONGEST_MESSAGE), options);
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

/** A file is encrypted, and nothing that was given opens it. */
export class SealedFileError extends ModelFileError {
  /** What would open it. */
  readonly needs: "identity" | "passphrase";

  constructor(message: string, needs: "identity" | "passphrase", options?: ErrorOptions) {
    super(message, options);
    this.needs = needs;
  }
}

/** Training cannot go on: a loss or a parameter is not a finite number. */
export class TrainingError extends SkeinError {}

/** Processes that work on one task cannot go on together: one of them failed, or they differ in what they were given. */
export class ParallelError extends SkeinError {
  /** The first process that failed, where one did. */
  readonly rank: number | undefined;

  constructor(message: string, { rank, ...options }: ErrorOptions & { readonly rank?: number } = {}) {
    super(message, options);
    this.rank = rank;
  }
}
