/** ONNX's own tests: a model, and inputs with the outputs that they give. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type HostTensor, readTensor } from "../../src/onnx/host_tensor.js";
import { type TensorMessage, tensorSchema } from "../../src/onnx/schema.js";
import { decode } from "../../src/onnx/wire.js";

export interface OnnxTest {
  readonly name: string;
  readonly model: Uint8Array;
  /** The data sets: tensors in the order of the model's inputs and outputs. */
  readonly sets: readonly {
    readonly inputs: readonly Uint8Array[];
    readonly outputs: readonly Uint8Array[];
  }[];
}

/** The tests of a folder such as "node". */
export function onnxTests(folder: string): OnnxTest[] {
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const own = join(folder, name);
      const sets = readdirSync(own).filter((entry) => entry.startsWith("test_data_set_"));
      return {
        name,
        model: readFileSync(join(own, "model.onnx")),
        sets: sets.map((set) => ({
          inputs: files(join(own, set), "input"),
          outputs: files(join(own, set), "output"),
        })),
      };
    });
}

function files(folder: string, kind: string): Uint8Array[] {
  const result: Uint8Array[] = [];
  for (
    let path = join(folder, `${kind}_0.pb`);
    existsSync(path);
    path = join(folder, `${kind}_${result.length}.pb`)
  ) {
    result.push(readFileSync(path));
  }
  return result;
}

/** The tensor of a file. The bits of bfloat16 values are stored as uint16. */
export function tensorOf(bytes: Uint8Array, type: string): HostTensor {
  const message = decode(tensorSchema, bytes, "the tensor") as TensorMessage;
  return readTensor(type === "bfloat16" ? { ...message, dataType: 16 } : message, "the tensor", null);
}
