export interface OutputOptions {
    /** Progress and notes are left out; errors and warnings are not. */
    readonly quiet?: boolean;
}
export declare class Output {
    #private;
    constructor({ quiet }?: OutputOptions);
    get quiet(): boolean;
    /** Whether the reader of stdout has gone. */
    get closed(): boolean;
    /** Whether a progress bar may be drawn. */
    get interactive(): boolean;
    /** Lines for the person who waits. */
    note(lines: string): void;
    /** Lines that matter even to those who asked for quiet. */
    warn(lines: string): void;
    /**
     * Writes results that people read; resolves when they are on their way, so that a slow reader slows the
     * command down.
     * @throws {SkeinError} when stdout cannot be written, except where its reader has gone.
     */
    result(text: string): Promise<void>;
    /** Writes results that programs read, CSV or JSON: as they are, except on a terminal. @throws as `result`. */
    data(text: string): Promise<void>;
}
/**
 * Keeps what goes wrong with stdout and stderr from ending the process past all cleaning up: `Output` throws it where
 * it can be caught, and what is written otherwise (help, messages) has nobody left to tell.
 */
export declare function guardStreams(): void;
