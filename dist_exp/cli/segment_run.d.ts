import type { ImageSet, SkippedFile } from "../data/image_set.js";
import type { DeviceInfo } from "../device/index.js";
import type { ImageSegmenter } from "../models/segmenter/index.js";
import type { ShownMasks } from "../report/shown_masks.js";
import type { Output } from "./output.js";
import { type SegmentFolder } from "./segment_folder.js";
import type { TruthScores } from "./segment_truth.js";
import type { RegionRow, SegmentWriter } from "./segment_writer.js";
export interface SegmentRun {
    readonly source: string;
    readonly segmenter: ImageSegmenter;
    /** Names and labels; the pixels are those of small copies. */
    readonly images: ImageSet;
    readonly names: readonly string[];
    readonly folder: string;
    readonly device: DeviceInfo;
    readonly rows: readonly RegionRow[];
    readonly cutOuts: SegmentWriter["cutOuts"];
    readonly shown: ShownMasks;
    readonly skipped: readonly SkippedFile[];
    readonly oneColour: number;
    readonly transparent: number;
    readonly truth: TruthScores | null;
    readonly seconds: {
        readonly training: number;
        readonly segmenting: number;
    };
    readonly createdAt: Date;
}
/** Writes the model, metrics.json and the page. */
export declare function writeRun(run: SegmentRun, folder: SegmentFolder, { report, out }: {
    report: boolean;
    out: Output;
}): Promise<void>;
/** metrics.json, which is also what `--json` prints. */
export declare function runJson(run: SegmentRun): Record<string, unknown>;
/** The summary for people. */
export declare function runText(run: SegmentRun, files: readonly string[]): string;
