/** PyTorch's values from the files beside this one, and the comparison with them. */
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { compare } from "../../src/kernels/compare.js";
import type { Shape, Tensor } from "../../src/tensor/index.js";

/** A tensor of PyTorch's. */
export interface Golden {
  readonly shape: Shape;
  readonly data: readonly number[];
}

/** The entries of `test/golden/FILE`, by the name of their case. */
export function readGolden<T = Readonly<Record<string, Golden>>>(file: string): Readonly<Record<string, T>> {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8"));
}

/** Allowed error of each device, relative to the largest of PyTorch's values. */
const RELATIVE = { native: 1e-5, webgpu: 1e-4 } as const;
type Kind = keyof typeof RELATIVE;

/** Expects a tensor to hold PyTorch's values. A tensor without values, such as a missing gradient, fails. */
export async function expectClose(name: string, got: Tensor | null, want: Golden): Promise<void> {
  expect(got, name).not.toBeNull();
  expectValues(got!.device.kind as Kind, name, await got!.data(), want.data);
}

/** Expects values that a device of `kind` computed to be PyTorch's. */
export function expectValues(kind: Kind, name: string, got: Iterable<number>, want: readonly number[]): void {
  const values = Float32Array.from(got);
  const largest = Math.max(...want.map(Math.abs));
  const tolerance = { absolute: RELATIVE[kind] * largest, relative: 0, because: "required" };
  const { passed, maxError, worstIndex } = compare(values, want, tolerance);
  const message = `${name}[${worstIndex}]: ${values[worstIndex]}, PyTorch ${want[worstIndex]}, error ${maxError}`;
  expect(passed, message).toBe(true);
}
