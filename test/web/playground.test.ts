/** The playground page, as a visitor uses it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
// @ts-expect-error: a script without types.
import { buildPlayground } from "../../scripts/lib/playground.js";
import { ImageClassifier, loadImageFolder, loadMnist, loadModel, take } from "../../src/index.js";
import { openBrowser, serve, whyNoBrowser } from "./browser.js";
import { writeRingsAndBars } from "./pictures.js";

const missing = await whyNoBrowser();
const folder = mkdtempSync(join(tmpdir(), "skein-playground-"));
const [site, pictures, digits] = ["site", "pictures", "digits"].map((name) => join(folder, name));
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(missing)(
  `the playground [webgpu]${missing ? ` (${missing})` : ""}`,
  { timeout: 300_000 },
  () => {
    let browser: Browser;
    let server: Awaited<ReturnType<typeof serve>>;
    let page: Page;
    const trouble: string[] = [];

    beforeAll(async () => {
      mkdirSync(digits!);
      await writeRingsAndBars(pictures!);
      // A small model in place of the one that the page ships with, which takes a minute to train.
      const images = take((await loadMnist()).train, 1500);
      const small = {
        network: "rowLstm",
        networkOptions: { hidden: 48 },
        preprocess: ["crop-to-content" as const],
      };
      const classifier = new ImageClassifier({ ...small, epochs: 6, learningRate: 0.006 }, "native");
      await classifier.fit(images, images.labels!);
      await classifier.save(join(digits!, "digits.safetensors"));
      await classifier.close();
      const raw = { height: 56, width: 28, channels: 1 } as const;
      await sharp(images.pixels.subarray(0, 2 * 784), { raw })
        .png()
        .toFile(join(digits!, "digits.png"));
      await buildPlayground({ out: site, digits });
      server = await serve({}, site);
      browser = await openBrowser(true);
      page = await browser.newPage({ acceptDownloads: true });
      page.on("pageerror", (error) => trouble.push(error.message));
      page.on("console", (message) => message.type() === "error" && trouble.push(message.text()));
      await page.goto(server.address);
    }, 300_000);
    afterAll(async () => {
      await browser?.close();
      server?.close();
    });

    it("sorts a folder of images, shows the classes, and gives the model and the table", async () => {
      await page.locator("#folder").setInputFiles(pictures!);
      await page.getByText("40 images ready.").waitFor();
      await page.getByLabel("Classes").fill("2");
      await page.getByRole("button", { name: "Sort", exact: true }).click();
      await page.getByText(/^40 images sorted by their features in/).waitFor({ timeout: 240_000 });
      expect(await page.locator(".class .count").allTextContents()).toEqual(["24 images", "16 images"]);
      const first = page.getByRole("article").first();
      expect(await first.getByRole("img").count()).toBe(24);
      expect(await first.getByRole("img").first().getAttribute("alt")).toMatch(/^ring-\d\d\.png$/);

      await first.getByRole("textbox").fill("rings, all");
      const save = async (name: string) => {
        const [file] = await Promise.all([
          page.waitForEvent("download"),
          page.getByRole("button", { name }).click(),
        ]);
        return readFileSync(await file.path());
      };
      const lines = (await save("Download the classes (CSV)")).toString().trimEnd().split("\n");
      expect(lines[0]).toBe("file,class,name,confidence");
      expect(lines).toHaveLength(41);
      expect(lines.filter((line) => /^pictures\/ring-.*,"rings, all",/.test(line))).toHaveLength(24);

      const model = await loadModel(await save("Download the model"), "native");
      const { height, width, channels } = model.imageSize;
      const images = await loadImageFolder(pictures!, { height, width, channels: channels as 1 | 3 });
      const classes = await model.predict(images);
      await model.close();
      const shown = new Map(lines.slice(1).map((line) => [line.split(",")[0], Number(line.split(",")[1])]));
      expect([...classes]).toEqual(images.names!.map((name) => shown.get(`pictures/${name}`)));
    });

    it("takes dropped files, and says so when there is no image among them", async () => {
      await page.evaluate(`{
      const drop = (name, type) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File(["x"], name, { type }));
        document.getElementById("drop").dispatchEvent(new DragEvent("drop", { dataTransfer: transfer }));
      };
      drop("notes.txt", "text/plain");
    }`);
      await page.getByText("There is no image among these files.").waitFor();
      expect(await page.getByRole("button", { name: "Sort", exact: true }).isDisabled()).toBe(true);
      await page.getByRole("button", { name: "Take 400 digits" }).click();
      await page.getByText("2 images ready.").waitFor();
    });

    it("reads a digit that is drawn by the keyboard alone", async () => {
      const pad = page.getByRole("img", { name: /^Drawing pad/ });
      await pad.focus();
      for (let i = 0; i < 14; i++) await page.keyboard.press("Shift+ArrowDown");
      await page.getByText("This is a 1.").waitFor({ timeout: 120_000 });
      await page.keyboard.press("Delete");
      await page.getByText("Draw with mouse, finger or Shift and arrow keys.").waitFor();
      expect(trouble).toEqual([]);
    });

    it("fits a phone", async () => {
      await page.setViewportSize({ width: 360, height: 740 });
      const width = await page.evaluate("document.documentElement.scrollWidth");
      expect(width).toBeLessThanOrEqual(360);
    });

    it("without a GPU says what to do", async () => {
      const other = await openBrowser(false);
      try {
        const page = await other.newPage();
        await page.goto(server.address);
        await page
          .getByRole("alert")
          .getByText("switch on hardware acceleration")
          .waitFor({ timeout: 120_000 });
      } finally {
        await other.close();
      }
    });
  },
);
