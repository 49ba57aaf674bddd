/** Registers a synchronous step for the end of the process. Returns what takes it back. */
export declare function atExit(step: () => void): () => void;
