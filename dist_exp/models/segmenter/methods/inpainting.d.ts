/**
 * Foreground and background by inpainting (P. Savarese, S. Kim, M. Maire, G. Shakhnarovich and D. McAllester,
 * "Information-theoretic segmentation by inpainting error maximization", CVPR 2021): the border between both moves until
 * neither part of the image tells what is in the other.
 */
import type { z } from "zod";
declare const settings: z.ZodObject<{
    size: z.ZodDefault<z.ZodInt>;
    iterations: z.ZodDefault<z.ZodInt>;
    features: z.ZodDefault<z.ZodEnum<{
        features: "features";
        rgb: "rgb";
    }>>;
    start: z.ZodDefault<z.ZodEnum<{
        square: "square";
        border: "border";
    }>>;
    sigma: z.ZodDefault<z.ZodNumber>;
    rounds: z.ZodDefault<z.ZodInt>;
    smoothness: z.ZodDefault<z.ZodNumber>;
    deviation: z.ZodDefault<z.ZodNumber>;
}, z.core.$strict>;
/** Settings of the method "inpainting", every default filled in. */
export type InpaintingSettings = z.output<typeof settings>;
export {};
