/** The page of `skein segment`: images beside their masks, the least sure and the surest. */
import type { SkippedFile } from "../data/image_set.js";
import type { ShownMasks } from "./shown_masks.js";
export interface SegmentationReport {
    readonly source: string;
    readonly createdAt: Date;
    readonly device: string;
    readonly settings: {
        readonly method: string;
        readonly regions: number;
        readonly seed: number;
        readonly settings: Readonly<Record<string, unknown>>;
    };
    readonly images: number;
    /** Images without a foreground. */
    readonly empty: number;
    /** The foreground's mean share of an image; null where regions have no names. */
    readonly meanShare: number | null;
    /** Against true masks. */
    readonly scores: readonly (readonly [title: string, value: number])[];
    readonly shown: ShownMasks;
    readonly skipped: readonly SkippedFile[];
    readonly seconds: number;
}
/** The page as text. */
export declare function renderSegmentationReport(report: SegmentationReport): Promise<string>;
/** Writes the page to `path`, whole or not at all. @throws {SkeinError} when the file system refuses. */
export declare function writeSegmentationReport(path: string, report: SegmentationReport): Promise<void>;
