/** ONNX's own operator tests (Debian's libonnx-testdata) of every operator that is supported, on both devices. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
// @ts-expect-error a script without types
import { ensureOnnxTests } from "../../scripts/lib/onnx_tests.js";
import type { HostTensor } from "../../src/onnx/host_tensor.js";
import { type OnnxModel, parseOnnx } from "../../src/onnx/index.js";
import { onEachDevice } from "../support/devices.js";
import { type OnnxTest, onnxTests, tensorOf } from "../support/onnx_tests.js";

/** "simple" and the PyTorch folders hold small graphs; "real" and "light" need weights from elsewhere. */
const folders = ["node", "pytorch-operator", "pytorch-converted", "simple"];

const { tests, reason } = await (ensureOnnxTests() as Promise<string>).then(
  (folder) => ({ tests: folders.flatMap((name) => onnxTests(join(folder, name))), reason: "" }),
  (error: Error) => ({ tests: [] as OnnxTest[], reason: error.message }),
);

/** What is left out of supported operators, as errors name it. */
const leftOut = [
  /^the input \S+ of (string|u?int4|float8\w+|another type than a tensor)/,
  /^Cast with the type (string|u?int4|float8\w+)/,
  /^(Conv|ConvTranspose|AveragePool|MaxPool) with windows of 3 axes/,
  /^AveragePool with dilations/,
  /^MaxPool with its output 1/,
  /^BatchNormalization with (its output 1|training_mode 1)/,
  /^LSTM with peepholes/,
  /^Resize with coordinate_transformation_mode tf_crop_and_resize/,
  /^Add with the attribute broadcast/,
  /^operator set 1 /,
  // An operator that is not supported at all.
  /^[\w.]+( \(\d+ nodes\))?$/,
];

const models: { test: OnnxTest; model: OnnxModel }[] = [];
const refused: string[] = [];
for (const test of tests) {
  try {
    models.push({ test, model: parseOnnx(test.model) });
  } catch (error) {
    refused.push((error as Error).message);
  }
}

/** ONNX's own tolerances; its bfloat16 values were cut off after seven bits. */
function expectClose(got: { shape: readonly number[]; data: ArrayLike<number> }, wanted: HostTensor): void {
  expect(got.shape).toEqual(wanted.shape);
  const { values, type } = wanted;
  const relative = type === "bfloat16" ? 2 ** -7 : 1e-3;
  const wrong = values.findIndex((b, i) => {
    const a = got.data[i]!;
    return !(
      a === b ||
      (Number.isNaN(a) && Number.isNaN(b)) ||
      Math.abs(a - b) <= 1e-7 + relative * Math.abs(b)
    );
  });
  expect(wrong, `element ${wrong} is ${got.data[wrong]}, expected ${values[wrong]}`).toBe(-1);
}

describe.skipIf(reason !== "")(`ONNX's tests${reason && ` (${reason})`}`, () => {
  it("are refused only for what is documented to be left out", () => {
    const reasons = refused.flatMap((message) =>
      message.replace(/^.*not supported: |: use the runtime.*$/g, "").split("; "),
    );
    expect(reasons.filter((each) => !leftOut.some((known) => known.test(each)))).toEqual([]);
  });

  it("are read in great number", () => {
    expect(models.length).toBeGreaterThan(780);
  });
});

onEachDevice("ONNX's operator tests", (device) => {
  if (reason) {
    it.skip(`cannot be had: ${reason}`);
    return;
  }
  it.each(models)("$test.name", async ({ test, model }) => {
    model.to(device);
    try {
      for (const { inputs, outputs } of test.sets) {
        const feeds = model.inputs.map(({ name, type }, i) => {
          const { values, shape } = tensorOf(inputs[i]!, type);
          return [name, { data: values, shape }] as const;
        });
        const run = model.run(Object.fromEntries(feeds));
        if (test.name.startsWith("test_training_dropout")) {
          await expect(run).rejects.toThrow("training mode is not supported");
          continue;
        }
        const results = await run;
        model.outputs.forEach(({ name, type }, i) => {
          expectClose(results[name]!, tensorOf(outputs[i]!, type));
        });
      }
    } finally {
      model.release();
    }
  });
});
