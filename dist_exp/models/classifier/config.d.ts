/** What an ImageClassifier can be told: one plain object, checked as a whole. */
import { z } from "zod";
declare const schema: z.ZodObject<{
    network: z.ZodDefault<z.ZodString>;
    networkOptions: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodUnknown>>;
    epochs: z.ZodDefault<z.ZodInt>;
    batch: z.ZodDefault<z.ZodInt>;
    optimizer: z.ZodDefault<z.ZodEnum<{
        adam: "adam";
        sgd: "sgd";
        rmsprop: "rmsprop";
        adamw: "adamw";
    }>>;
    learningRate: z.ZodOptional<z.ZodNumber>;
    schedule: z.ZodDefault<z.ZodEnum<{
        cosine: "cosine";
        constant: "constant";
        oneCycle: "oneCycle";
    }>>;
    weightDecay: z.ZodDefault<z.ZodNumber>;
    labelSmoothing: z.ZodDefault<z.ZodNumber>;
    classWeights: z.ZodDefault<z.ZodEnum<{
        none: "none";
        balanced: "balanced";
    }>>;
    augmentation: z.ZodDefault<z.ZodNullable<z.ZodObject<{
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
    }, z.core.$strict>>>;
    normalization: z.ZodDefault<z.ZodNullable<z.ZodObject<{
        mean: z.ZodNumber;
        std: z.ZodNumber;
    }, z.core.$strict>>>;
    validationSplit: z.ZodDefault<z.ZodNullable<z.ZodNumber>>;
    clipNorm: z.ZodDefault<z.ZodNumber>;
    weightAverage: z.ZodDefault<z.ZodNullable<z.ZodNumber>>;
    seed: z.ZodDefault<z.ZodInt>;
}, z.core.$strict>;
/** The whole configuration, every default filled in. */
export type ImageClassifierConfig = z.output<typeof schema> & {
    readonly learningRate: number;
};
/** What a caller gives: any part of it. */
export type ImageClassifierOptions = z.input<typeof schema>;
/**
 * Checks options and fills in defaults.
 * @throws {ArgumentError} naming the first field that is wrong, what was given, and what it takes.
 */
export declare function parseClassifierConfig(options?: unknown): ImageClassifierConfig;
export {};
