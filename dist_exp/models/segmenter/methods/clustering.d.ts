/** Segments each image by itself: its superpixels are clustered by colour, contrast and position. */
import type { z } from "zod";
declare const settings: z.ZodObject<{
    size: z.ZodDefault<z.ZodInt>;
    superpixels: z.ZodDefault<z.ZodInt>;
    compactness: z.ZodDefault<z.ZodNumber>;
    position: z.ZodDefault<z.ZodNumber>;
    clusterer: z.ZodDefault<z.ZodEnum<{
        kmeans: "kmeans";
        mixture: "mixture";
    }>>;
    starts: z.ZodDefault<z.ZodInt>;
    smoothing: z.ZodDefault<z.ZodNumber>;
}, z.core.$strict>;
/** Settings of the method "clustering", every default filled in. */
export type ClusteringSettings = z.output<typeof settings>;
export {};
