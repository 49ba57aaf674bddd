/** Parameters of preprocessing steps: what each takes, its default, and one sentence for a value that it does not take. */
import { ArgumentError, excerpt } from "../errors.js";

/** What a parameter of a step can be. */
export type Value = number | string | boolean | null;

/** A parameter of a preprocessing step. */
export interface Parameter<T extends Value = Value> {
  readonly byDefault: T;
  /** One line for a list. */
  readonly about: string;
  /** What it takes, for messages: "a number from 0 to 1". */
  readonly takes: string;
  /** Whether it takes a value. */
  accepts(value: unknown): boolean;
}

/** The parameters of a step, by name. */
export type Parameters = Readonly<Record<string, Parameter>>;

/** The values of parameters, each of its own type. */
export type Values<P extends Parameters> = {
  readonly [K in keyof P]: P[K] extends Parameter<infer T> ? T : never;
};

export function number(byDefault: number, low: number, high: number, about: string): Parameter<number> {
  return {
    ...{ byDefault, about, takes: `a number from ${low} to ${high}` },
    accepts: (value) => typeof value === "number" && value >= low && value <= high,
  };
}

export function whole(byDefault: number, low: number, high: number, about: string): Parameter<number> {
  return {
    ...{ byDefault, about, takes: `a whole number from ${low} to ${high}` },
    accepts: (value) => isWhole(value, low, high),
  };
}

/** The side of a window that has a middle. */
export function odd(byDefault: number, low: number, high: number, about: string): Parameter<number> {
  return {
    ...{ byDefault, about, takes: `an odd number from ${low} to ${high}` },
    accepts: (value) => isWhole(value, low, high) && (value as number) % 2 === 1,
  };
}

export function choice<const T extends string>(
  byDefault: T,
  words: readonly T[],
  about: string,
): Parameter<T> {
  return {
    ...{ byDefault, about, takes: `one of ${words.join(", ")}` },
    accepts: (value) => words.includes(value as T),
  };
}

/** The same parameter, null where it is not given: the step then finds a value itself. */
export function optional<T extends Value>({ takes, about, accepts }: Parameter<T>): Parameter<T | null> {
  return {
    ...{ byDefault: null, about, takes: `${takes}, or null` },
    accepts: (value) => value === null || accepts(value),
  };
}

const isWhole = (value: unknown, low: number, high: number) =>
  Number.isInteger(value) && (value as number) >= low && (value as number) <= high;

/**
 * Fills in defaults.
 * @throws {ArgumentError} naming an unknown parameter and the known ones, or what a parameter takes.
 */
export function valuesOf<P extends Parameters>(
  step: string,
  parameters: P,
  given: Readonly<Record<string, unknown>>,
): Values<P> {
  const known = Object.keys(parameters);
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const remedy = known.length > 0 ? `use ${known.join(", ")}` : "leave it out, the step has none";
    throw new ArgumentError(`${step} has no parameter ${excerpt(name)}: ${remedy}`);
  }
  const values = known.map((name) => {
    const { byDefault, accepts, takes } = parameters[name]!;
    const value = given[name] ?? byDefault;
    if (accepts(value)) return [name, value];
    throw new ArgumentError(`${step}: ${name} is ${shown(value)}: give ${takes}`);
  });
  return Object.fromEntries(values) as Values<P>;
}

/** A value in a message, short. */
export function shown(value: unknown): string {
  return excerpt(typeof value === "object" ? (JSON.stringify(value) ?? "") : String(value));
}
