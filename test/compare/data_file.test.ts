/** The file of images that the process of a learner reads. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readData, writeData } from "../../src/compare/data_file.js";
import { isAge } from "../../src/io/age/magic.js";
import { withKeys } from "../../src/io/keys.js";
import { temporaryFolder } from "../io/fixture.js";
import { shapes } from "../support/shapes.js";

it("is written as it is within withKeys, for the process that reads it has no keys", async () => {
  const path = join(temporaryFolder(), "images.safetensors");
  const images = shapes(6, 1);
  const part = { images, labels: images.labels! };
  await withKeys({ seal: { passphrase: "x", workFactor: 4 } }, () =>
    writeData(path, { train: part, test: part }),
  );
  expect(isAge(readFileSync(path))).toBe(false);
  expect((await readData(path)).train.images.pixels).toEqual(images.pixels);
});
