/** The page of masks: what it shows, and how the line moves in a browser. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { labelColour } from "../../src/report/mask_pictures.js";
import { renderSegmentationReport, type SegmentationReport } from "../../src/report/segmentation_report.js";
import { ShownMasks } from "../../src/report/shown_masks.js";
import { findChromium, openBrowser } from "./browser.js";

/** Masks of images of 300 x 400 pixels, the left half in front; each surer than the one before. */
function shown(count: number): ShownMasks {
  const masks = new ShownMasks();
  for (let n = 0; n < count; n++) {
    const [height, width] = [300, 400];
    const mask = Uint8Array.from({ length: height * width }, (_, i) => (i % width < width / 2 ? 1 : 0));
    const pixels = new Uint8Array(mask.length).fill(n);
    const name = `<${n}>.png`;
    masks.add({ name, confidence: n / count, height, width, channels: 1, pixels, mask, regions: 2 });
  }
  return masks;
}

const report = (changes: Partial<SegmentationReport> = {}): SegmentationReport => ({
  ...{
    source: "photos & <b>",
    createdAt: new Date(0),
    device: "a CPU",
    images: 100,
    empty: 2,
    meanShare: 0.25,
  },
  settings: { method: "inpainting", regions: 2, seed: 3, settings: { iterations: 150 } },
  scores: [["foreground IoU", 0.5]],
  shown: shown(100),
  skipped: [{ name: "x.png", reason: "it is damaged" }],
  seconds: 12,
  ...changes,
});

describe("renderSegmentationReport", () => {
  it("shows the 24 least sure and the 24 surest masks, in order, and text as text", async () => {
    const page = await renderSegmentationReport(report());
    const names = [...page.matchAll(/<bdi>&lt;(\d+)&gt;\.png<\/bdi>/g)].map(([, n]) => Number(n));
    expect(names).toEqual([
      ...Array.from({ length: 24 }, (_, i) => i),
      ...Array.from({ length: 24 }, (_, i) => 99 - i),
    ]);
    expect(page).toContain("<h1>photos &amp; &lt;b&gt;</h1>");
    expect(page).toMatch(/The foreground takes 25\.0\s% of an image on average\. 2 images have none\./);
    expect(page).toMatch(/sure by 99\.0\s%, foreground 50\.0\s%/);
    expect(page).toContain('<img src="data:image/png;base64,');
    expect(page).toContain('width="192" height="144"');
    expect(page).toContain("<bdi>x.png</bdi>: it is damaged");
    expect(page).not.toMatch(/NaN|undefined|https?:/);
  });

  it("shows each of few images once", async () => {
    const page = await renderSegmentationReport(
      report({ shown: shown(5), scores: [], skipped: [], meanShare: null }),
    );
    expect(page.match(/<figure/g)).toHaveLength(5);
    expect(page).not.toMatch(/id="scores"|id="skipped"|The foreground takes/);
  });

  it.skipIf(findChromium() === null)("moves the line between image and regions", async () => {
    const folder = mkdtempSync(join(tmpdir(), "skein-page-"));
    const browser = await openBrowser(findChromium()!);
    try {
      writeFileSync(join(folder, "page.html"), await renderSegmentationReport(report()));
      const page = await browser.newPage({ viewport: { width: 360, height: 700 } });
      const trouble: string[] = [];
      page.on("console", (message) => trouble.push(message.text()));
      page.on("pageerror", (error) => trouble.push(error.message));
      await page.goto(pathToFileURL(join(folder, "page.html")).href);
      const clip = () =>
        page.evaluate<string>(`getComputedStyle(document.querySelector(".masked .over")).clipPath`);
      expect(await clip()).toBe("inset(0px 0% 0px 0px)");
      await page.locator(".masked input").first().fill("25");
      expect(await clip()).toBe("inset(0px 75% 0px 0px)");
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
      expect(trouble).toEqual([]);
    } finally {
      await browser.close();
      rmSync(folder, { recursive: true });
    }
  });
});

describe("labelColour", () => {
  it("gives the colours of Pascal VOC", () => {
    expect([0, 1, 2, 3, 4, 5, 8, 15, 20].map(labelColour)).toEqual([
      ...[
        [0, 0, 0],
        [128, 0, 0],
        [0, 128, 0],
        [128, 128, 0],
        [0, 0, 128],
        [128, 0, 128],
      ],
      ...[
        [64, 0, 0],
        [192, 128, 128],
        [0, 64, 128],
      ],
    ]);
  });
});
