/** Models as bytes: what `toBytes` gives is what `save` writes, and what `load` takes. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { sealBytes } from "../../src/io/age/age.js";
import { csvText, formatRow } from "../../src/io/csv.js";
import { ImageClassifier, loadModel } from "../../src/models/index.js";
import { temporaryFolder } from "../io/fixture.js";

const images = {
  ...{ count: 8, height: 6, width: 6, channels: 1 },
  pixels: Uint8Array.from({ length: 8 * 36 }, (_, i) => (Math.floor(i / 36) % 2 ? 200 : 20) + (i % 7)),
};
const labels = [0, 1, 0, 1, 0, 1, 0, 1];

async function trained(): Promise<ImageClassifier> {
  const options = { network: "rowLstm", networkOptions: { hidden: 4 }, epochs: 1, batch: 4 };
  const classifier = new ImageClassifier(options, "native");
  await classifier.fit(images, labels);
  return classifier;
}

it("a model's bytes are those of its file, and open as it does", async () => {
  const classifier = await trained();
  const bytes = await classifier.toBytes();
  const path = join(temporaryFolder(), "model.safetensors");
  await classifier.save(path);
  expect(Buffer.compare(bytes, readFileSync(path))).toBe(0);
  const wanted = (await classifier.predictProba(images)).data;
  for (const from of [bytes, bytes.buffer, path]) {
    const again = await loadModel(from, "native");
    expect((await again.predictProba(images)).data).toEqual(wanted);
    await again.close();
  }
  await classifier.close();
  await expect(classifier.toBytes()).rejects.toThrow("has learned nothing yet");
});

it("bytes that are no model are refused", async () => {
  const page = "\n<!DOCTYPE html><html><title>404</title></html>";
  const path = join(temporaryFolder(), "page.safetensors");
  writeFileSync(path, page);
  const html = "is a page of HTML or XML, no model";
  await expect(loadModel(path)).rejects.toThrow(`${path} ${html}`);
  await expect(loadModel(new TextEncoder().encode(page))).rejects.toThrow(`the model ${html}`);
  await expect(loadModel(Uint8Array.of(1, 2))).rejects.toThrow("the model is not a usable safetensors file");
  await expect(loadModel(5 as never)).rejects.toThrow("a model is read from a path or bytes, not from 5");
  const sealed = await sealBytes(Uint8Array.of(1), { passphrase: "correct horse" });
  await expect(loadModel(sealed)).rejects.toThrow(
    "the model is sealed: open it in Node first, with openBytes()",
  );
});

it("csvText writes lines as writeCsv does", () => {
  const rows = [
    ['a "b", c', 1.5],
    ["d", 2],
  ];
  expect(csvText(["name", "value"], rows)).toBe(`name,value\n${formatRow(rows[0]!)}d,2\n`);
  expect(() => csvText(["name"], [["a", 1]])).toThrow("csvText: row 0 has 2 values, but there are 1 columns");
});
