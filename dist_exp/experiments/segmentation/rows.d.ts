import { KeptRows, type RowKey, type RowOrigin } from "../kept_rows.js";
import { type Figures } from "./columns.js";
export interface Row extends RowKey, RowOrigin {
    /** Pictures of the set. */
    readonly count: number;
    readonly figures: Figures;
}
/** Those of segmentation.json in the folder, where it exists. */
export declare const openRows: (folder: string) => Promise<KeptRows<Row>>;
/** A table for each figure: a row for each set, a column for each way; means over the seeds. */
export declare function markdown(rows: readonly Row[]): string;
