/** Steps as text: `grey,gaussian-blur(sigma=2),otsu`. */
import { ArgumentError, excerpt } from "../errors.js";
import type { Value } from "./parameters.js";
import { configOf, type StepConfig, type StepOptions, stepNamed } from "./step.js";

const HOW = "write steps as grey,gaussian-blur(sigma=2),otsu";

/**
 * Checks steps and fills in the defaults of their parameters.
 * @param steps names, texts such as "gaussian-blur(sigma=2)" or "gaussian-blur:sigma=2", several with commas between, and objects
 * such as `{ step: "gaussian-blur", sigma: 2 }`.
 * @throws {ArgumentError} for an unknown step or parameter (the known ones are listed), or a value that it does not take.
 */
export function parseSteps(steps: string | readonly StepOptions[]): StepConfig[] {
  const list: unknown = typeof steps === "string" ? [steps] : steps;
  if (!Array.isArray(list)) throw new ArgumentError("preprocessing steps are no list: give a list of steps");
  return list.flatMap((step) =>
    typeof step === "string" ? parts(step).map((part) => configOf(parsed(part))) : [configOf(step ?? {})],
  );
}

/** Steps as text that `parseSteps` reads; parameters that have their defaults are left out. */
export function formatSteps(steps: readonly StepConfig[]): string {
  const text = steps.map(({ step, ...values }) => {
    const { parameters } = stepNamed(step);
    const given = Object.entries(values).filter(([name, value]) => value !== parameters[name]!.byDefault);
    return given.length > 0 ? `${step}(${given.map(([name, value]) => `${name}=${value}`).join(",")})` : step;
  });
  return text.join(",");
}

/** Cuts at commas that are outside of parentheses. @throws {ArgumentError} */
function parts(text: string): string[] {
  const found: string[] = [];
  let [depth, part] = [0, ""];
  for (const character of text) {
    if (character === "(") depth++;
    if (character === ")") depth--;
    if (depth < 0 || depth > 1) break;
    if (character === "," && depth === 0) {
      found.push(part);
      part = "";
    } else part += character;
  }
  if (depth !== 0) throw new ArgumentError(`the steps ${excerpt(text)} have unequal parentheses: ${HOW}`);
  return [...found, part].map((each) => each.trim());
}

/** "resize(width=32, height=24)" or "resize:width=32:height=24" as an object. @throws {ArgumentError} */
function parsed(text: string): StepConfig {
  const [, step = "", inside, after] = /^([\w-]+)\s*(?:\((.*)\)|:(.*))?$/s.exec(text) ?? [];
  if (step === "") {
    throw new ArgumentError(
      `${text === "" ? "a preprocessing step is empty" : `${excerpt(text)} is no step`}: ${HOW}`,
    );
  }
  const parameters = new Map<string, Value>();
  for (const each of after?.split(":") ?? (inside?.trim() ? inside.split(",") : [])) {
    const [, name, value] = /^\s*([\w-]+)\s*=\s*(\S+)\s*$/.exec(each) ?? [];
    if (name === undefined || value === undefined) {
      throw new ArgumentError(`${step}: ${excerpt(each.trim()) || "nothing"} is no parameter: ${HOW}`);
    }
    if (parameters.has(name) || name === "step") {
      throw new ArgumentError(`${step}: ${name} is given twice: give it once`);
    }
    parameters.set(name, valueIn(value));
  }
  return { ...Object.fromEntries(parameters), step };
}

function valueIn(text: string): Value {
  if (text === "null") return null;
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}
