/** Schemas of configurations: plain objects, checked as a whole, with messages that say what a field takes. */
import * as z from "zod";
import { ArgumentError } from "../errors.js";

/** Of a setting: the images decide. */
export const AUTO = "auto";

/** A whole number. A schema's message is what it takes; `parseOptions` puts the field and what was given before it. */
export const whole = (low: number, high: number) => {
  const error = `a whole number from ${low} to ${high}`;
  return z.int({ error }).min(low, { error }).max(high, { error });
};

export const number = (low: number, high: number) => {
  const error = `a number from ${low} to ${high}`;
  return z.number({ error }).min(low, { error }).max(high, { error });
};

/** A number from 0 to 1. */
export const share = number(0, 1);

export const flag = z.boolean({ error: "true or false" });

export const choice = <const T extends readonly [string, ...string[]]>(choices: T) =>
  z.enum(choices, { error: `one of ${choices.join(", ")}` });

/** The names of a record's entries, for `choice`. */
export const keysOf = <K extends string>(entries: Readonly<Record<K, unknown>>) =>
  Object.keys(entries) as unknown as readonly [K, ...K[]];

/** An object that takes these fields and no others. */
export function fields<Shape extends z.ZodRawShape>(shape: Shape) {
  const names = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: ({ code }) => (code === "unrecognized_keys" ? names : `an object with any of ${names}`),
  });
}

/**
 * Checks options and fills in defaults; `what` begins the message.
 * @throws {ArgumentError} naming the first field that is wrong, what was given, and what it takes.
 */
export function parseOptions<S extends z.ZodType>(schema: S, options: unknown, what: string): z.output<S> {
  const result = schema.safeParse(options);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const path = issue.path.map(String);
  const field = [what, ...path].join(".");
  if (issue.code === "unrecognized_keys") {
    throw new ArgumentError(`${field}: ${issue.keys.join(", ")} is unknown: use ${issue.message}`);
  }
  const given = path.reduce<unknown>((value, key) => (value as Record<string, unknown>)?.[key], options);
  throw new ArgumentError(`${field} is ${describe(given)}: give ${issue.message}`);
}

/** A value in a message, short. */
function describe(value: unknown): string {
  const text = typeof value === "object" || typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
