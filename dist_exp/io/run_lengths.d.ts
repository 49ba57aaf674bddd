/** A mask in COCO's form: [height, width], and the run lengths as text. */
export interface RunLengths {
    readonly size: readonly [height: number, width: number];
    readonly counts: string;
}
/**
 * The run lengths of a mask, column by column, zeros first, in the text form of COCO's `pycocotools.mask.encode`: each
 * length less that before the last one, in groups of five bits, the lowest first (Lin et al., COCO API, maskApi.c).
 *
 * @param mask [height, width]; what is not 0 belongs to the mask
 * @throws {ShapeError} if the mask has another number of values than height times width.
 */
export declare function runLengths(mask: ArrayLike<number>, height: number, width: number): RunLengths;
