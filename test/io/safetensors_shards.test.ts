import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ModelFileError } from "../../src/errors.js";
import { type StoredTensor, writeSafetensors } from "../../src/io/safetensors.js";
import { readSafetensorsFiles } from "../../src/io/safetensors_shards.js";
import { temporaryFolder } from "./fixture.js";

const tensor = (...values: number[]): StoredTensor => ({
  dtype: "F32",
  shape: [values.length],
  data: Float32Array.from(values),
});

/** A folder with two files and an index, in which `change` may spoil something. */
async function model(change: (map: Record<string, unknown>) => unknown = (map) => map) {
  const folder = temporaryFolder();
  const first = new Map([["a", tensor(1)]]);
  const second = new Map([
    ["b", tensor(2, 3)],
    ["c", tensor(4)],
  ]);
  await writeSafetensors(join(folder, "model-00001-of-00002.safetensors"), first, { format: "pt" });
  await writeSafetensors(join(folder, "model-00002-of-00002.safetensors"), second, { format: "pt" });
  const map = {
    a: "model-00001-of-00002.safetensors",
    b: "model-00002-of-00002.safetensors",
    c: "model-00002-of-00002.safetensors",
  };
  const index = join(folder, "model.safetensors.index.json");
  writeFileSync(index, JSON.stringify({ metadata: { total_size: 16 }, weight_map: change(map) }));
  return { folder, index };
}

describe("readSafetensorsFiles", () => {
  it("reads the files of an index, of a folder with one, and a file alone", async () => {
    const { folder, index } = await model();
    for (const path of [folder, index]) {
      const { tensors, metadata } = await readSafetensorsFiles(path);
      expect([...tensors]).toEqual([
        ["a", tensor(1)],
        ["b", tensor(2, 3)],
        ["c", tensor(4)],
      ]);
      expect(metadata).toEqual({ format: "pt" });
    }
    const single = await readSafetensorsFiles(join(folder, "model-00001-of-00002.safetensors"));
    expect([...single.tensors.keys()]).toEqual(["a"]);
    const other = temporaryFolder();
    await writeSafetensors(join(other, "model.safetensors"), new Map([["w", tensor(5)]]));
    expect([...(await readSafetensorsFiles(other)).tensors.keys()]).toEqual(["w"]);
  });

  it("tells all differences between files and index at once", async () => {
    const { index } = await model(({ a, b }) => ({ a: b, b, d: a, e: a }));
    await expect(readSafetensorsFiles(index)).rejects.toThrow(
      "files and index differ (a is not in model-00002-of-00002.safetensors; d is not in model-00001-of-00002.safetensors; " +
        "e is not in model-00001-of-00002.safetensors; c in model-00002-of-00002.safetensors is not listed; " +
        "a in model-00001-of-00002.safetensors is not listed)",
    );
  });

  it.each(["../model.safetensors", "/etc/passwd", "a/b", "..\\b", "", ".", "..", 7, null])(
    "opens no file outside the folder: %s",
    async (file) => {
      const { index } = await model((map) => ({ ...map, a: file }));
      const reading = readSafetensorsFiles(index);
      await expect(reading).rejects.toThrow(ModelFileError);
      await expect(reading).rejects.toThrow("the file of a is");
    },
  );

  it("refuses an index that is none, a folder without a model, and a missing file", async () => {
    const folder = temporaryFolder();
    const index = join(folder, "model.safetensors.index.json");
    await expect(readSafetensorsFiles(folder)).rejects.toThrow(
      "is a folder without model.safetensors.index.json",
    );
    for (const text of ["{", "null", "[]", '{"weight_map":[]}', '"x"']) {
      writeFileSync(index, text);
      await expect(readSafetensorsFiles(index)).rejects.toThrow(ModelFileError);
    }
    writeFileSync(index, '{"weight_map":{"a":"gone.safetensors"}}');
    await expect(readSafetensorsFiles(index)).rejects.toThrow("there is no such file");
    mkdirSync(join(folder, "x.json"));
    await expect(readSafetensorsFiles(join(folder, "x.json"))).rejects.toThrow(ModelFileError);
  });
});
