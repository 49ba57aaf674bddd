/** Models that ONNX Runtime computes, for operators that this project has not. */
import { excerpt, ModelFileError, SkeinError } from "../../errors.js";
import { currentKeys } from "../../io/keys.js";
import { infoOf, type OnnxValueInfo } from "../graph.js";
import { checkFeeds, type OnnxArray, type OnnxResult } from "../model.js";
import { type OutlineMessage, operatorSchema, outlineSchema } from "../schema.js";
import { decode } from "../wire.js";
import { hasExternalData } from "./external_data.js";

/** What is used of the package onnxruntime-node, or of another that has the same interface. */
export interface OnnxRuntime {
  readonly InferenceSession: {
    /** Opens a model: its bytes, or the path of its file. */
    create(model: Uint8Array | string, options?: object): Promise<RuntimeSession>;
  };
  readonly Tensor: new (type: string, data: never, shape: readonly number[]) => object;
}

interface RuntimeSession {
  run(feeds: { [name: string]: object }): Promise<{
    readonly [name: string]: { readonly data: ArrayLike<number | bigint>; readonly dims: readonly number[] };
  }>;
  release(): Promise<void>;
}

const arrays: { readonly [type: string]: (data: ArrayLike<number>) => ArrayBufferView } = {
  float32: (data) => Float32Array.from(data),
  float64: (data) => Float64Array.from(data),
  int32: (data) => Int32Array.from(data),
  int64: (data) => BigInt64Array.from(Array.from(data), (value) => BigInt(value)),
  uint8: (data) => Uint8Array.from(data),
  int8: (data) => Int8Array.from(data),
  bool: (data) => Uint8Array.from(data),
};

/** A frozen model that ONNX Runtime computes on the CPU. `close` gives its memory back. */
export class OnnxRuntimeModel {
  private constructor(
    readonly inputs: readonly OnnxValueInfo[],
    readonly outputs: readonly OnnxValueInfo[],
    readonly operators: ReadonlyMap<string, number>,
    readonly runtime: OnnxRuntime,
    readonly session: RuntimeSession,
  ) {}

  /**
   * Loads a model. `file` is its path, by which ONNX Runtime finds weights in other files; without any it gets the bytes.
   * @throws {ModelFileError} where ONNX Runtime refuses it; where there are such files and keys to check them with.
   */
  static async create(
    runtime: OnnxRuntime,
    bytes: Uint8Array,
    name: string,
    file?: string,
  ): Promise<OnnxRuntimeModel> {
    const { graph } = decode(outlineSchema, bytes, name) as OutlineMessage;
    const stored = new Set((graph?.initializers ?? []).map((tensor) => tensor.name));
    const operators = new Map<string, number>();
    for (const node of graph?.nodes ?? []) {
      const { operator = "" } = decode(operatorSchema, node, name) as { operator?: string };
      operators.set(operator, (operators.get(operator) ?? 0) + 1);
    }
    const beside = file !== undefined && hasExternalData(graph?.initializers);
    const { open, trustedKey } = currentKeys();
    if (beside && (open || trustedKey)) {
      throw new ModelFileError(
        `${name} has weights in other files, which ONNX Runtime reads without keys: use the runtime skein`,
      );
    }
    let session: RuntimeSession;
    try {
      session = await runtime.InferenceSession.create(beside ? file : bytes, { executionProviders: ["cpu"] });
    } catch (cause) {
      const reason = excerpt(cause instanceof Error ? cause.message : String(cause));
      throw new ModelFileError(`${name}: ONNX Runtime refuses it (${reason}): export the model again`, {
        cause,
      });
    }
    return new OnnxRuntimeModel(
      (graph?.inputs ?? []).filter((input) => !stored.has(input.name)).map(infoOf),
      (graph?.outputs ?? []).map(infoOf),
      operators,
      runtime,
      session,
    );
  }

  /**
   * The outputs of host values, as numbers.
   * @throws {ArgumentError} when an input is missing, unknown or of a wrong length.
   * @throws {ModelFileError} when ONNX Runtime cannot compute these inputs.
   */
  async run(inputs: { readonly [name: string]: OnnxArray }): Promise<{ [name: string]: OnnxResult }> {
    checkFeeds(this.inputs, inputs);
    const feeds = this.inputs.map(({ name, type }) => {
      const { data, shape } = inputs[name]!;
      const convert = arrays[type];
      if (!convert)
        throw new ModelFileError(`the input ${name} is of ${type}: export the model with float32 inputs`);
      return [name, new this.runtime.Tensor(type, convert(data) as never, shape)] as const;
    });
    let results: Awaited<ReturnType<RuntimeSession["run"]>>;
    try {
      results = await this.session.run(Object.fromEntries(feeds));
    } catch (cause) {
      const reason = excerpt(cause instanceof Error ? cause.message : String(cause));
      throw new ModelFileError(
        `ONNX Runtime cannot compute these inputs (${reason}): give inputs of the model's sizes`,
        {
          cause,
        },
      );
    }
    return Object.fromEntries(
      this.outputs.map(({ name }) => {
        const { data, dims } = results[name]!;
        return [name, { data: Float32Array.from(data as ArrayLike<number>, Number), shape: dims }];
      }),
    );
  }

  /** Gives the memory back. */
  close(): Promise<void> {
    return this.session.release();
  }
}

/** The package onnxruntime-node. @throws {SkeinError} where it is not installed. */
export async function importRuntime(): Promise<OnnxRuntime> {
  // A name that is no literal: the package is installed by those who want it, and bundlers leave it out.
  const name = "onnxruntime-node";
  try {
    const { default: runtime } = await import(name);
    return runtime as OnnxRuntime;
  } catch (cause) {
    throw new SkeinError(
      "the runtime onnxruntime needs the package onnxruntime-node, which does not load: run npm install onnxruntime-node",
      { cause },
    );
  }
}
