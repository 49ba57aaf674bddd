/** One experiment's result: a table and what a reader must know of it. */
export interface Experiment {
    readonly title: string;
    /** What was done, in sentences. */
    readonly about: readonly string[];
    readonly rows: readonly Row[];
}
/** Values by column; every row of a table has the same columns. */
export type Row = Readonly<Record<string, string | number>>;
/** Tells of progress, a line each. */
export type Log = (line: string) => void;
/** The experiment as Markdown. Numbers below 1 have four decimals, others three significant digits. */
export declare function markdown({ title, about, rows }: Experiment): string;
export declare function mean(values: readonly number[]): number;
/** `0.9874 ± 0.0010`: mean and the sample's standard deviation. */
export declare function spread(values: readonly number[]): string;
/** Seconds that `work` takes, and what it resolves with. */
export declare function timed<T>(work: () => Promise<T>): Promise<[T, number]>;
