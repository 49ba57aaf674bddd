import type { WatchStudy } from "./study.js";
/** "failed": the classes mean nothing, or something else than the user wants. "doubtful": look before use. */
export type Severity = "failed" | "doubtful" | "note";
export interface Finding {
    /** The check that found it: "statistic". */
    readonly check: string;
    readonly severity: Severity;
    /** The classes that it is about; none where it is about all. */
    readonly classes: readonly number[];
    /** One sentence for people, with the remedy. */
    readonly message: string;
}
export interface Check {
    readonly name: string;
    /** One line for a list. */
    readonly about: string;
    /** What it finds; nothing where all is well, or where the study lacks what it looks at. */
    look(study: WatchStudy): Promise<readonly Omit<Finding, "check">[]>;
}
/**
 * Has a check take part in `watchClustering`.
 * @throws {ArgumentError} if the name is taken.
 */
export declare function registerCheck(check: Check): void;
/** All checks, in the order in which they were registered. */
export declare function checks(): Check[];
