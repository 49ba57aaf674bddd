import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { byFileName, picturesIn, readPictures, sideOf } from "../../src/experiments/pictures/picture_set.js";
import { markdown, openRows, type Row } from "../../src/experiments/pictures/rows.js";
import { encodePng } from "../../src/report/png.js";

const row = (column: string, seed: number, nmi: number): Row => ({
  ...{ set: "digits", column, seed, nmi, accuracy: nmi / 2, seconds: 10 },
  ...{ count: 1797, classes: 10, date: "2026-01-02", machine: "a machine", load: 1 },
});

describe("experiment:pictures", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "skein-test-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("finds kept rows again, and replaces one of the same set, column and seed", async () => {
    const rows = await openRows(folder);
    await rows.keep(row("kmeans", 0, 0.5));
    await rows.keep(row("kmeans", 1, 0.6));
    await rows.keep(row("kmeans", 0, 0.7));
    const again = await openRows(folder);
    expect(again.find({ set: "digits", column: "kmeans", seed: 0 })?.nmi).toBe(0.7);
    expect(again.find({ set: "digits", column: "kmeans", seed: 1 })?.nmi).toBe(0.6);
    expect(again.find({ set: "digits", column: "kmeans", seed: 2 })).toBeUndefined();
  });

  it("takes means over seeds, and the best of scikit-learn's columns alone", () => {
    const text = markdown([
      ...[row("kmeans", 0, 0.5), row("kmeans", 1, 0.6)],
      ...[row("hog-ward", 0, 0.7), row("skein", 0, 0.9)],
    ]);
    const [nmi, accuracy] = text.split("\n").filter((line) => line.startsWith("| digits"));
    expect(nmi).toBe("| digits | 1,797 | 10 | 0.550 | 0.700 | 0.900 | 0.700 |");
    expect(accuracy).toBe("| digits | 1,797 | 10 | 0.275 | 0.350 | 0.450 |");
  });

  it("counts and reads sets, by class or by file name", async () => {
    for (const [label, name, value] of [
      ["a", "2", 20],
      ["b", "1", 10],
      ["b", "3", 30],
    ] as const) {
      await mkdir(join(folder, "set", label), { recursive: true });
      const pixels = new Uint8Array(4).fill(value);
      const png = encodePng({ width: 2, height: 2, channels: 1, pixels });
      await writeFile(join(folder, "set", label, `${name}.png`), png);
    }
    const [set] = await picturesIn(folder);
    expect(set).toEqual({ name: "set", folder: join(folder, "set"), classes: 2, count: 3 });
    const read = await readPictures(set!.folder, 1);
    expect([...read.pixels]).toEqual([20, 10, 30]);
    const { pixels, labels } = byFileName(read);
    expect([...pixels]).toEqual([10, 20, 30]);
    expect([...labels!]).toEqual([1, 0, 1]);
  });

  it.each([
    [8, 32],
    [32, 32],
    [33, 64],
  ])("reads pictures of %i rows at %i", async (height, side) => {
    await mkdir(join(folder, "a"));
    const pixels = new Uint8Array(height * 5);
    await writeFile(join(folder, "a", "1.png"), encodePng({ width: 5, height, channels: 1, pixels }));
    expect(await sideOf(folder)).toBe(side);
  });
});
