/** docs/encoders.md: its program, run as printed. */
import { expect, it } from "vitest";
import { runPage, textOf } from "../support/page_program.js";

it("docs/encoders.md prints what it says [native]", async () => {
  const { printed, said } = await runPage("encoders");
  expect(printed).toBe(said);
});

it("docs/encoders.md is linked from the README", () => {
  expect(textOf("README.md")).toContain("](docs/encoders.md)");
});
