/** docs/onnx-operators.md lists what the code supports. After a change: UPDATE_DOCS=1 npx vitest run test/docs/onnx_operators.test.ts */
import { readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { operatorList } from "../../src/onnx/operator_list.js";

const page = new URL("../../docs/onnx-operators.md", import.meta.url);

it("docs/onnx-operators.md is what the code gives", () => {
  const list = operatorList();
  if (process.env.UPDATE_DOCS) writeFileSync(page, list);
  expect(readFileSync(page, "utf8")).toBe(list);
});
