/** Guides whose programs are run as printed, without further checks of their own. */
import { existsSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
// @ts-expect-error: scripts are plain JavaScript.
import { PAGES } from "../../scripts/lib/site_pages.js";
import { ImageClassifier } from "../../src/models/index.js";
import { blockOf, programsOf, runPage, textOf } from "../support/page_program.js";

const root = new URL("../../", import.meta.url);
const pages = readdirSync(new URL("docs/", root)).filter((name) => name.endsWith(".md"));

describe.each(["classifier", "custom-models", "estimators", "number-of-classes", "scale"])(
  "docs/%s.md",
  (name) => {
    it.each(programsOf(textOf(`docs/${name}.md`)))("prints what it says %s [native]", async (program) => {
      const { printed, said } = await runPage(name, program);
      expect(printed).toBe(said);
    });
  },
);

it("no page has a program that no test runs", () => {
  const run = [
    "browser",
    "classifier",
    "custom-models",
    "encoders",
    "estimators",
    "number-of-classes",
    "onnx",
    "robustness",
    "scale",
  ];
  const found = pages.filter((page) => textOf(`docs/${page}`).includes("<!-- program"));
  // start.md: test/docs/start.test.ts.
  expect(found).toEqual([...run, "start"].map((name) => `${name}.md`).sort());
});

it("docs/classifier.md has an example that a classifier takes", () => {
  const example = JSON.parse(blockOf(textOf("docs/classifier.md"), "example"));
  expect(new ImageClassifier(example).config).toMatchObject(example);
});

it("the site's menu has each page once, and the README leads to all of them", () => {
  const listed = Object.values(PAGES as Record<string, string[]>).flat();
  expect(listed.filter((file) => file.startsWith("docs/")).sort()).toEqual(
    pages.map((name) => `docs/${name}`).sort(),
  );
  expect(new Set(listed).size).toBe(listed.length);
  for (const file of listed) expect(existsSync(new URL(file, root)), file).toBe(true);
  const readme = textOf("README.md");
  // Reached from docs/onnx.md.
  const others = listed.filter((file) => file !== "docs/onnx-operators.md");
  for (const file of others) expect(readme).toContain(`](${file})`);
});
