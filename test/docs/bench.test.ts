/** The README's table of measurements, and the files that it is made from. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { readResultFolder, renderSummary, replaceSummary } from "../../src/bench/summary.js";

const root = new URL("../../", import.meta.url);

it("the README shows what bench/results holds", async () => {
  const readme = readFileSync(new URL("README.md", root), "utf8");
  const files = await readResultFolder(fileURLToPath(new URL("bench/results/", root)));
  // To mend it: npm run bench -- --peers.
  expect(replaceSummary(readme, renderSummary(files))).toBe(readme);
});
