/** What an ImageClusterer can be told: one plain object, checked as a whole. */
import { z } from "zod";
declare const schema: z.ZodObject<{
    clusters: z.ZodDefault<z.ZodUnion<readonly [z.ZodInt, z.ZodLiteral<"auto">]>>;
    stem: z.ZodDefault<z.ZodArray<z.ZodObject<{
        channels: z.ZodInt;
        kernel: z.ZodInt;
        stride: z.ZodInt;
    }, z.core.$strict>>>;
    sequence: z.ZodDefault<z.ZodDiscriminatedUnion<[z.ZodObject<{
        kind: z.ZodLiteral<"rows">;
    }, z.core.$strict>, z.ZodObject<{
        kind: z.ZodLiteral<"cells">;
        size: z.ZodInt;
        order: z.ZodDefault<z.ZodEnum<{
            raster: "raster";
            snake: "snake";
            spiral: "spiral";
        }>>;
    }, z.core.$strict>], "kind">>;
    cell: z.ZodDefault<z.ZodEnum<{
        rnn: "rnn";
        lstm: "lstm";
        gru: "gru";
    }>>;
    hidden: z.ZodDefault<z.ZodInt>;
    layers: z.ZodDefault<z.ZodInt>;
    bidirectional: z.ZodDefault<z.ZodBoolean>;
    dropout: z.ZodDefault<z.ZodNumber>;
    heads: z.ZodDefault<z.ZodInt>;
    headRestarts: z.ZodPrefault<z.ZodObject<{
        every: z.ZodDefault<z.ZodInt>;
        margin: z.ZodDefault<z.ZodNumber>;
        noise: z.ZodDefault<z.ZodNumber>;
    }, z.core.$strict>>;
    views: z.ZodDefault<z.ZodString>;
    objective: z.ZodPrefault<z.ZodObject<{
        information: z.ZodDefault<z.ZodNumber>;
        balance: z.ZodDefault<z.ZodNumber>;
        prior: z.ZodDefault<z.ZodUnion<readonly [z.ZodEnum<{
            auto: "auto";
            uniform: "uniform";
        }>, z.ZodArray<z.ZodNumber>]>>;
        symmetricFrom: z.ZodDefault<z.ZodNumber>;
        contrastive: z.ZodDefault<z.ZodNumber>;
        temperature: z.ZodDefault<z.ZodNumber>;
    }, z.core.$strict>>;
    centre: z.ZodDefault<z.ZodEnum<{
        none: "none";
        content: "content";
    }>>;
    augmentation: z.ZodPrefault<z.ZodObject<{
        rotation: z.ZodDefault<z.ZodNumber>;
        scale: z.ZodDefault<z.ZodNumber>;
        shear: z.ZodDefault<z.ZodNumber>;
        translation: z.ZodDefault<z.ZodNumber>;
        elastic: z.ZodDefault<z.ZodNumber>;
        flip: z.ZodDefault<z.ZodNumber>;
        crop: z.ZodDefault<z.ZodNumber>;
        fill: z.ZodDefault<z.ZodEnum<{
            border: "border";
            reflect: "reflect";
            zero: "zero";
        }>>;
        erase: z.ZodDefault<z.ZodNumber>;
        eraseUntil: z.ZodDefault<z.ZodNumber>;
        brightness: z.ZodDefault<z.ZodNumber>;
        contrast: z.ZodDefault<z.ZodNumber>;
        saturation: z.ZodDefault<z.ZodNumber>;
        hue: z.ZodDefault<z.ZodNumber>;
        grey: z.ZodDefault<z.ZodNumber>;
    }, z.core.$strict>>;
    epochs: z.ZodDefault<z.ZodInt>;
    batch: z.ZodDefault<z.ZodInt>;
    learningRate: z.ZodDefault<z.ZodNumber>;
    warmup: z.ZodDefault<z.ZodNumber>;
    clipNorm: z.ZodDefault<z.ZodNumber>;
    seed: z.ZodDefault<z.ZodInt>;
}, z.core.$strict>;
/** The whole configuration, every default filled in. Of "auto", `clusters` is the default until `fit` has chosen. */
export type ImageClustererConfig = Omit<z.output<typeof schema>, "clusters"> & {
    clusters: number;
};
/** What a caller gives: any part of it. */
export type ImageClustererOptions = z.input<typeof schema>;
/**
 * Checks options and fills in defaults: those of `views`, where it names a preset, else those of "digits".
 * @throws {ArgumentError} naming the first field that is wrong, what was given, and what it takes.
 */
export declare function parseConfig(options?: unknown): ImageClustererConfig;
export {};
