/** One number for height and width, or [height, width]. */
export type Extents = number | readonly [height: number, width: number];
/** Height and width of `value`. @throws {ArgumentError} unless they are whole numbers of at least `low`. */
export declare function extentsOf(op: string, name: string, value: Extents, low: number): readonly [number, number];
/** How windows stand along one axis. */
export interface WindowAxis {
    readonly kernel: number;
    readonly stride: number;
    /** Added before and behind. */
    readonly padding: readonly [number, number];
    readonly dilation: number;
}
/**
 * The windows that fit into an extent of pixels; in ceil mode also one that begins inside and ends outside.
 * @throws {ShapeError} when none fits.
 */
export declare function windowCount(op: string, extent: number, axis: WindowAxis, ceilMode?: boolean): number;
