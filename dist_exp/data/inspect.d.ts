import { type ImageInput } from "./image_files.js";
import type { SampleType } from "./samples.js";
export declare const DAMAGED = "the file is truncated or damaged: copy or export it again";
export interface Inspected {
    readonly format: string;
    readonly type: SampleType | "uint8";
}
/**
 * Looks at a file's first bytes, and at what a TIFF says about its page.
 * @throws {Refusal} where it is not read; the file system's errors.
 */
export declare function inspect(input: ImageInput, page?: number): Promise<Inspected>;
/** What is wrong with a file before any decoding, or null. */
export declare function fileTrouble(input: ImageInput): Promise<string | null>;
