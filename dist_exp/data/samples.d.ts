/** Sample types of more than 8 bits that are read. Those of 1 to 8 bits are taken as they are. */
export declare const SAMPLE_ARRAYS: {
    readonly uint16: Uint16ArrayConstructor;
    readonly uint32: Uint32ArrayConstructor;
    readonly float32: Float32ArrayConstructor;
};
export type SampleType = keyof typeof SAMPLE_ARRAYS;
export type Samples = Uint16Array | Uint32Array | Float32Array;
/** The values that become 0 and 255; those outside are clipped. */
export type SampleRange = readonly [low: number, high: number];
/** A range for each sample type that occurred. */
export type SampleRanges = Partial<Record<SampleType, SampleRange>>;
/**
 * How samples of more than 8 bits become bytes.
 * - "auto": one range for all images of a source, so that they stay comparable: for uint16, 0 to
 *   the largest value of 8, 10, 12, 14 or 16 bits, whichever holds the largest sample of all
 *   images; for float32, 0 to 1 where all samples lie in it; else the least to the largest
 *   sample of all images.
 * - "full": all values of an integer type; 0 to 1 for float32.
 * - [low, high]: these values, for all types.
 * - an object: the ranges that "auto" found for other images, as `ImageSet.ranges` has them.
 */
export type RangeOption = "auto" | "full" | SampleRange | SampleRanges;
/** @throws {ArgumentError} */
export declare function requireRange(range: RangeOption | undefined): void;
/** The range for a sample type, or null where `range` has none for it. "auto" has to be measured before. */
export declare function rangeOf(range: RangeOption, type: SampleType): SampleRange | null;
/** The range that "auto" takes for samples between `low` and `high`. */
export declare function autoRange(type: SampleType, low: number, high: number): SampleRange;
/** Least and largest sample of the colour bands. @throws {RangeError} where one is not finite. */
export declare function extremes(samples: Samples, bands: number, colours: number): SampleRange;
/** Bytes of the samples; an alpha band, which follows the colours, is scaled by the type's own range. */
export declare function toBytes(samples: Samples, type: SampleType, bands: number, colours: number, range: SampleRange): Uint8ClampedArray;
