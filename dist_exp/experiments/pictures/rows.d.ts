import { KeptRows, type RowKey, type RowOrigin } from "../kept_rows.js";
import { type Outcome } from "./columns.js";
export interface Row extends Outcome, RowKey, RowOrigin {
    /** Pictures and classes of the set; the row is out of date where these differ. */
    readonly count: number;
    readonly classes: number;
}
/** Those of pictures.json in the folder, where it exists. */
export declare const openRows: (folder: string) => Promise<KeptRows<Row>>;
/** A table for each score: a row for each set, a column for each method; means over the seeds. */
export declare function markdown(rows: readonly Row[]): string;
