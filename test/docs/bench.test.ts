/** The tables of measurements in the README and in docs/benchmarks.md, and the files that they are made from. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import {
  readResultFolder,
  renderShortSummary,
  renderSummary,
  replaceSummary,
} from "../../src/bench/summary.js";

const root = new URL("../../", import.meta.url);

it.each([
  ["docs/benchmarks.md", renderSummary],
  ["README.md", renderShortSummary],
] as const)("%s shows what bench/results holds", async (page, render) => {
  const text = readFileSync(new URL(page, root), "utf8");
  const files = await readResultFolder(fileURLToPath(new URL("bench/results/", root)));
  // To fix it: npm run bench -- --peers.
  expect(replaceSummary(text, render(files))).toBe(text);
});
