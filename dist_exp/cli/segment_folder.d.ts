/** What a run writes, in the order in which it is listed. */
export declare const SEGMENT_FILES: readonly ["masks", "cutouts", "overlays", "coco_polygons.json", "coco_rle.json", "regions.csv", "metrics.json", "report.html", "model.safetensors"];
export type SegmentFile = (typeof SEGMENT_FILES)[number];
/** What sorting the cut-outs adds. */
export declare const SORTED_FILES: {
    readonly clusters: "clusters";
    readonly classes: "classes.csv";
};
/** What metrics.json says of a run of this command. */
export declare const COMMAND = "segment";
export declare class SegmentFolder {
    #private;
    readonly path: string;
    /** Where files are written until `finish` puts them in their places. */
    readonly work: string;
    private constructor();
    /**
     * Makes the folder, or takes an empty one or, with `force`, that of an earlier run.
     * @throws {ArgumentError} when it holds other files, an earlier run that may not be replaced, or another run writes there.
     * @throws {SkeinError} when the file system refuses.
     */
    static open(path: string, force?: boolean): Promise<SegmentFolder>;
    /** A folder of its own for a run that was given none. @throws as `open`. */
    static create(source: string, now: Date): Promise<SegmentFolder>;
    /** Puts everything in its place, instead of what an earlier run left, and returns the names of what is there. */
    finish(): Promise<string[]>;
    /** Removes what is not finished, lets other runs in, and takes back empty folders that were made. */
    close(): Promise<void>;
}
