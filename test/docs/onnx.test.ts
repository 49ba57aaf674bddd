/** docs/onnx.md: its program, run as printed. */
import { expect, it } from "vitest";
import { runPage, textOf } from "../support/page_program.js";

it("docs/onnx.md prints what it says [native]", async () => {
  const { printed, said } = await runPage("onnx");
  expect(printed).toBe(said);
});

it("docs/onnx.md is linked from the README", () => {
  expect(textOf("README.md")).toContain("](docs/onnx.md)");
});
