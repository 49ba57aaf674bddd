/** What tells a row from others. */
export interface RowKey {
    readonly set: string;
    readonly column: string;
    readonly seed: number;
}
/** When and where a row came about. */
export interface RowOrigin {
    readonly date: string;
    readonly machine: string;
    /** Programs that ran or waited for a processor, as an average over the last minute. */
    readonly load: number;
}
export declare class KeptRows<R extends RowKey> {
    #private;
    private constructor();
    /** Those of NAME.json in the folder, where it exists. */
    static open<R extends RowKey>(folder: string, name: string, markdown: (rows: readonly R[]) => string): Promise<KeptRows<R>>;
    find(key: RowKey): R | undefined;
    /** Adds or replaces a row, and writes NAME.json and NAME.md. */
    keep(row: R): Promise<void>;
}
/** The machines of rows, each with its dates and the loads that were seen. */
export declare function machinesOf(rows: readonly RowOrigin[]): string[];
/** A line of a Markdown table. */
export declare const tableLine: (cells: readonly string[]) => string;
