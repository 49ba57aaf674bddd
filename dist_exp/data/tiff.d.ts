/** What a TIFF file says about a page: read here because the decoder draws what it does not understand. */
import type { ImageBytes } from "./image_files.js";
import type { SampleType } from "./samples.js";
/** Facts of a page's directory. */
export interface TiffFacts {
    readonly bits: number;
    /** 1 unsigned, 2 signed, 3 float, 4 undefined, 5 and 6 complex. */
    readonly sampleFormat: number;
    readonly samples: number;
    readonly photometric: number;
    readonly compression: number;
    readonly extraSamples: readonly number[];
    /** Whether the file is a camera's raw data in TIFF's clothes. */
    readonly cameraRaw: boolean;
}
/** Reads the directory of a page, from 0, or returns null where it cannot be read: the decoder then says why. */
export declare function readTiffFacts(file: ImageBytes, page?: number): Promise<TiffFacts | null>;
/** The type of the samples ("uint8" for 1 to 8 bits), or why the picture is not read. */
export declare function tiffSamples(facts: TiffFacts): {
    type: SampleType | "uint8";
} | {
    refusal: string;
};
