import { expect, test } from "vitest";
import { DataError, excerpt } from "../src/errors.js";
import { parseHeader } from "../src/io/safetensors_header.js";

test("a message is bounded, whatever it quotes, and keeps its beginning and its end", () => {
  const { message } = new DataError(`a.csv holds ${"x".repeat(1e6)}: remove it`);
  expect(message).toHaveLength(1000);
  expect(message).toMatch(/^a\.csv holds x+\.\.\.x+: remove it$/);
  expect(new DataError("short").message).toBe("short");
  expect(excerpt("y".repeat(120))).toBe("y".repeat(120));
});

test("a tensor's endless name does not make an endless message", () => {
  const header = JSON.stringify({ ["n".repeat(1e6)]: { dtype: "F32", shape: [1], data_offsets: [0, 8] } });
  const fail = (reason: string): never => {
    throw new Error(reason);
  };
  expect(() => parseHeader(new TextEncoder().encode(header), 8, fail)).toThrow(/^.{1,300}$/);
});
