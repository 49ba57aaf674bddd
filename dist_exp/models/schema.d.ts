/** Schemas of configurations: plain objects, checked as a whole, with messages that say what a field takes. */
import { z } from "zod";
/** Of a setting: the images decide. */
export declare const AUTO = "auto";
/** A whole number. A schema's message is what it takes; `parseOptions` puts the field and what was given before it. */
export declare const whole: (low: number, high: number) => z.ZodInt;
export declare const number: (low: number, high: number) => z.ZodNumber;
/** A number from 0 to 1. */
export declare const share: z.ZodNumber;
export declare const flag: z.ZodBoolean;
export declare const choice: <const T extends readonly [string, ...string[]]>(choices: T) => z.ZodEnum<{ [k_1 in T[number]]: k_1; } extends infer T_1 ? { [k in keyof T_1]: T_1[k]; } : never>;
/** The names of a record's entries, for `choice`. */
export declare const keysOf: <K extends string>(entries: Readonly<Record<K, unknown>>) => readonly [K, ...K[]];
/** An object that takes these fields and no others. */
export declare function fields<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<{ -readonly [P in keyof Shape]: Shape[P]; }, z.core.$strict>;
/**
 * Checks options and fills in defaults; `what` begins the message.
 * @throws {ArgumentError} naming the first field that is wrong, what was given, and what it takes.
 */
export declare function parseOptions<S extends z.ZodType>(schema: S, options: unknown, what: string): z.output<S>;
