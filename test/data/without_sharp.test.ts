import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { openImages } from "../../src/data/source.js";
import { DataError } from "../../src/errors.js";

vi.mock("sharp", () => {
  throw new Error("Could not load the sharp module");
});

const root = mkdtempSync(join(tmpdir(), "skein-without-sharp-"));
afterAll(() => rmSync(root, { recursive: true }));

test("IDX data need no sharp; image files say what to install", async () => {
  expect((await openImages("mnist")).train.count).toBe(60000);
  writeFileSync(join(root, "1.png"), "x");
  const error = await openImages(root).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(DataError);
  expect((error as Error).message).toContain("npm install --include=optional sharp");
});
