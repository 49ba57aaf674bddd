/** What an ImageSegmenter can be told. */
import { z } from "zod";
import { type SegmentationMethod } from "./method.js";
declare const schema: z.ZodObject<{
    method: z.ZodDefault<z.ZodString>;
    regions: z.ZodDefault<z.ZodInt>;
    alpha: z.ZodDefault<z.ZodEnum<{
        mask: "mask";
        flatten: "flatten";
    }>>;
    seed: z.ZodDefault<z.ZodInt>;
    settings: z.ZodDefault<z.ZodObject<{}, z.core.$loose>>;
}, z.core.$strict>;
/** Options of an ImageSegmenter; what is left out has its default. */
export type ImageSegmenterOptions = z.input<typeof schema>;
/** Options of an ImageSegmenter, every default filled in. */
export type ImageSegmenterConfig = z.output<typeof schema>;
/**
 * Checks options, those of the method included, and fills in defaults.
 * @throws {ArgumentError} naming the first field that is wrong, what was given, and what it takes.
 */
export declare function parseSegmenterConfig(options?: unknown): ImageSegmenterConfig;
/** The method of a checked configuration. */
export declare function methodOf({ method }: Pick<ImageSegmenterConfig, "method">): SegmentationMethod;
export {};
