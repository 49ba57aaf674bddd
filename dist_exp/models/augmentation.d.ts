/** How training images are moved, turned, bent and lit at random. */
import type { z } from "zod";
/** Random changes of a batch's images. */
export declare const augmentation: z.ZodObject<{
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
}, z.core.$strict>;
/** Every setting filled in. */
export type Augmentation = z.output<typeof augmentation>;
/** What a caller gives: any part of it. */
export type AugmentationOptions = z.input<typeof augmentation>;
