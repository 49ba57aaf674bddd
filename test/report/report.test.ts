import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ArgumentError, ShapeError } from "../../src/errors.js";
import { percent } from "../../src/report/percent.js";
import { type ReportInput, renderReport, writeReport } from "../../src/report/report.js";
import { plainInput, withLabels } from "./fixture.js";

const HOSTILE = `"><img src=x onerror=alert(1)></script><script>alert(2)</script>`;

/** The page without its script, its data and its pictures: what is left is what people read. */
function readable(page: string): string {
  return page.replace(/<script.*?<\/script>/gs, "").replace(/"data:[^"]*"/g, '""');
}

describe("renderReport", () => {
  it("escapes every string a user can choose", async () => {
    const input = plainInput();
    const labels = input.assignments.map((cluster, i) => (i % 7 === 0 ? (cluster + 1) % 3 : cluster));
    const page = await renderReport({
      ...withLabels(input, labels, [0, 1, 2], [HOSTILE, HOSTILE, HOSTILE]),
      title: HOSTILE,
      source: HOSTILE,
      device: HOSTILE,
      settings: { [HOSTILE]: HOSTILE, nested: { list: [HOSTILE] } },
      images: { ...input.images, names: Array.from({ length: 60 }, (_, i) => `${i}${HOSTILE}`) },
      scores: [{ name: HOSTILE, split: HOSTILE, value: 0.5 }],
      map: { indices: Int32Array.of(0, 1, 2), xy: Float32Array.of(0, 0, 1, 1, 2, 0) },
      skipped: [{ name: HOSTILE, reason: HOSTILE }],
    });
    expect(page).not.toContain("<img src=x");
    // The page's own two script elements, and no other.
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page.match(/<\/script/g)).toHaveLength(2);
  });

  it("refers to nothing outside itself", async () => {
    const page = await renderReport(withLabels(plainInput(), plainInput().assignments, [0, 1, 2]));
    const addresses = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map((match) => match[1]!);
    expect(addresses.length).toBeGreaterThan(5);
    expect(addresses.filter((address) => !/^(data:|#)/.test(address))).toEqual([]);
    expect(page).not.toMatch(/url\(|@import/);
  });

  it("leaves out what is not known", async () => {
    const page = await renderReport({ ...plainInput(), history: [] });
    for (const id of ["map", "confusion", "scores", "training", "skipped"])
      expect(page).not.toContain(`<section id="${id}"`);
    for (const id of ["classes", "sizes", "settings"]) expect(page).toContain(`<section id="${id}"`);
    expect(readable(page)).not.toMatch(/undefined|NaN|\[object/);
  });

  it("takes an empty class, a class of one image and unknown certainties", async () => {
    const input = plainInput({ clusters: 4 });
    input.assignments = input.assignments.map((_, i) => (i === 9 ? 2 : i % 2));
    input.confidence[9] = Number.NaN;
    const page = await renderReport(input);
    expect(page).toContain("No image was put into this class.");
    expect(page).toMatch(/<b>1<\/b> image</);
    expect(readable(page)).not.toContain("NaN");
  });

  it("keeps images that belong to no class apart from the classes", async () => {
    const input = { ...plainInput(), unsorted: 2 };
    input.assignments = input.assignments.map((_, i) => (i < 30 ? 0 : i < 48 ? 1 : 2));
    input.confidence = Float32Array.from({ length: 60 }, (_, i) => (i < 15 || i >= 48 ? 1 : 0.5));
    const page = readable(await renderReport(input));
    const tile = (name: string) => page.match(new RegExp(`<h2>${name}</h2><p class="big">([^<]*)<`))?.[1];
    expect(tile("Certain")).toBe(percent(15 / 60));
    expect(tile("Largest class")).toBe("30");
    expect(tile("Smallest class")).toBe("18");
    expect(tile("Unsorted")).toBe(percent(12 / 60));

    const labels = input.assignments.map((cluster, i) => (cluster === 2 ? i % 2 : cluster));
    const labelled = withLabels(input, labels, [0, 1], ["circle", "square"]);
    const judged = readable(await renderReport(labelled));
    expect(judged).toMatch(/<li><span><b>circle<\/b> unsorted<\/span>/);
    expect(judged).toMatch(/<th scope="col"[^>]*><i[^>]*><\/i>unsorted<\/th>/);
    expect(judged).toContain(`of label circle are unsorted"`);
    expect(judged).not.toContain("class 2");
  });

  it("calls a class by its label only where most of its images carry it", async () => {
    const input = plainInput({ count: 90 });
    // Class 0: half of it is round. Class 1: all square. Class 2: nine tenths are flat.
    const labels = input.assignments.map((cluster, i) => {
      if (cluster === 0) return i % 2 === 0 ? 0 : 1;
      return cluster === 2 && i % 10 === 2 ? 0 : cluster;
    });
    const page = readable(
      await renderReport(withLabels(input, labels, [0, 1, 2], ["round", "square", "flat"])),
    );
    const heading = (cluster: number) =>
      page
        .match(new RegExp(`id="class-${cluster}">\\s*<header><h3>([^<]*)</h3><span class="tag">([^<]*)<`))
        ?.slice(1);
    expect(heading(0)).toEqual(["Class 0", `${percent(0.5)} round`]);
    expect(heading(1)).toEqual(["square", "class 1"]);
    expect(heading(2)).toEqual(["flat", "class 2"]);
  });

  it("leaves images without a label out of purity and mistakes", async () => {
    const input = plainInput({ count: 60 });
    const labels = input.assignments.map((cluster, i) => (i < 30 ? cluster : -1));
    const known = withLabels(input, input.assignments, [0, 1, 2], ["a", "b", "c"]);
    const map = { indices: Int32Array.of(0, 59), xy: Float32Array.of(0, 0, 1, 1) };
    const page = await renderReport({ ...known, labels, map });
    expect(readable(page)).toContain(`purity ${percent(1)}`);
    expect(readable(page)).not.toContain("data-wrong=");
    expect(page).not.toContain("label -1");
  });

  it("lists copies, and skipped files before the settings", async () => {
    const input = plainInput();
    const names = Array.from({ length: 60 }, (_, i) => `${i}.png`);
    const page = readable(
      await renderReport({
        ...input,
        images: { ...input.images, names },
        copies: [
          [0, 7, 9],
          [3, 4],
        ],
        skipped: [{ name: "x.png", reason: "damaged" }],
      }),
    );
    expect(page).toContain("3 images equal to another, pixel by pixel");
    expect(page).toMatch(/<li>3 × <bdi>0\.png<\/bdi> <bdi>7\.png<\/bdi> <bdi>9\.png<\/bdi> <\/li>/);
    const at = (id: string) => page.indexOf(`<section id="${id}"`);
    expect(at("skipped")).toBeGreaterThan(0);
    expect(at("skipped")).toBeLessThan(at("settings"));
  });

  it("draws a page where every image is unsorted", async () => {
    const input = { ...plainInput({ clusters: 1 }), unsorted: 0 };
    const page = readable(await renderReport(input));
    expect(page).toContain("60 images sorted into 0 classes");
    expect(page).not.toContain("Largest class");
    const labelled = withLabels(input, new Int32Array(60), [], ["circle"]);
    expect(readable(await renderReport(labelled))).not.toContain("taken for");
  });

  it("draws losses with gaps where a head had none", async () => {
    const history = Array.from({ length: 9 }, (_, step) => ({
      step,
      losses: [step === 4 ? Number.NaN : 1 / (step + 1), 2],
    }));
    const page = await renderReport({ ...plainInput(), history, restarts: [{ step: 4, head: 0, from: 1 }] });
    expect(page).toContain("1 restart from a better head");
    expect(readable(page)).not.toContain("NaN");
  });

  it("is the same text for the same input", async () => {
    const [first, second] = [await renderReport(plainInput()), await renderReport(plainInput())];
    // Not toBe: its message would print both pages.
    expect(first === second).toBe(true);
  });

  it("keeps colour images in 100 classes with a full map within 6 MB", async () => {
    const input = plainInput({ count: 4000, clusters: 100, channels: 3, side: 40 });
    // Noise does not compress: this is the worst case of a page.
    const map = {
      indices: Int32Array.from({ length: 2000 }, (_, i) => i),
      xy: Float32Array.from({ length: 4000 }, (_, i) => i % 97),
    };
    expect((await renderReport({ ...input, map })).length).toBeLessThan(6e6);
  });

  const wrong: [string, Partial<ReportInput>, typeof ShapeError | typeof ArgumentError, RegExp][] = [
    [
      "assignments",
      { assignments: new Int32Array(59) },
      ShapeError,
      /assignments has 59 values; 60 images take 60/,
    ],
    ["labels", { labels: new Int32Array(61) }, ShapeError, /labels has 61/],
    ["class out of range", { clusters: 2 }, ArgumentError, /assignments\[2\] is 2; it must be from 0 to 1/],
    [
      "map out of range",
      { map: { indices: Int32Array.of(60), xy: new Float32Array(2) } },
      ArgumentError,
      /map\.indices\[0\] is 60/,
    ],
  ];
  it.each(wrong)("refuses wrong %s", async (_, part, error, message) => {
    const result = renderReport({ ...plainInput(), ...part });
    await expect(result).rejects.toThrow(error);
    await expect(result).rejects.toThrow(message);
  });
});

describe("writeReport", () => {
  it("writes the page, and keeps the old one when the new cannot be made", async () => {
    const folder = mkdtempSync(join(tmpdir(), "skein-report-"));
    try {
      const path = join(folder, "report.html");
      await writeReport(path, plainInput());
      const before = readFileSync(path, "utf8");
      expect(before === (await renderReport(plainInput()))).toBe(true);
      await expect(writeReport(path, { ...plainInput(), clusters: 1 })).rejects.toThrow(ArgumentError);
      expect(readFileSync(path, "utf8") === before).toBe(true);
      expect(readdirSync(folder)).toEqual(["report.html"]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
