import type { RangeOption } from "../data/samples.js";
/** What every command takes. */
export interface CommonOptions {
    readonly json?: boolean;
    readonly quiet?: boolean;
}
/** Takes a whole number from `low` to `high`, written in digits. */
export declare function wholeNumber(name: string, low: number, high?: number): (text: string) => number;
/** Takes a number above 0, such as 1.05. */
export declare function ratio(name: string): (text: string) => number;
/** Takes a number above 0, such as 0.001. */
export declare function positiveNumber(name: string): (text: string) => number;
/** Takes one of a few words. */
export declare function choice<T extends string>(name: string, words: readonly T[]): (text: string) => T;
export interface PixelSize {
    readonly height: number;
    readonly width: number;
}
/** Takes "64" for a square, or "48x64" for height and width. */
export declare function pixelSize(name: string): (text: string) => PixelSize;
/** Takes a number of pixels, or "none" for no limit. */
export declare function pixelLimit(name: string): (text: string) => number;
/** Takes "auto", "full", or the two values that become black and white as LOW,HIGH. */
export declare function sampleRange(name: string): (text: string) => RangeOption;
/**
 * Reads a JSON object.
 * @throws {ArgumentError} when the file cannot be read, or holds something else.
 */
export declare function readJsonObject(name: string, path: string): Promise<Record<string, unknown>>;
