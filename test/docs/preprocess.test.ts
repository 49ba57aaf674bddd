/** docs/preprocess.md: its steps, defaults and example are those of the library. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parseConfig } from "../../src/models/index.js";
import { preprocessingSteps } from "../../src/preprocess/index.js";

const page = readFileSync(new URL("../../docs/preprocess.md", import.meta.url), "utf8");

it("lists all steps with their parameters, defaults and what they take", () => {
  const rows = [...page.matchAll(/^\| `([\w-]+)` \| (.*?) \| (.*?) \|/gm)].map((row) => row.slice(1, 4));
  const steps = preprocessingSteps().map(({ name, parameters, takes }) => {
    const values = Object.entries(parameters).map(([parameter, { byDefault }]) =>
      byDefault === null ? parameter : `${parameter}=${byDefault}`,
    );
    const only = [...(takes?.grey ? ["grey"] : []), ...(takes?.bytes ? ["bytes"] : [])];
    return [name, values.join(", "), only.join(", ")];
  });
  expect(rows.map((row) => row.map((cell) => cell!.trim()))).toEqual(steps);
});

it("has an example that a configuration takes", () => {
  const [, text] = /<!-- example -->\s*```json\n(.*?)```/s.exec(page)!;
  const { preprocess } = parseConfig(JSON.parse(text!));
  expect(preprocess.map(({ step }) => step)).toEqual(["grey", "gaussian-blur", "canny"]);
});
