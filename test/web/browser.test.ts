/** `skein/web` in a real browser, with WebGPU on the CPU. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ImageClassifier,
  ImageSegmenter,
  type ImageSet,
  loadImageFolder,
  loadMnist,
  loadModel,
  sealBytes,
  take,
} from "../../src/index.js";
import type * as Web from "../../src/index.web.js";
import { until } from "../support/page_until.js";
import { openBrowser, serve, whyNoBrowser } from "./browser.js";

/** What the test page has in its scope: skein/web, and the bytes at an address of its server. */
declare const skein: typeof Web;
declare const bytesAt: (address: string) => Promise<Uint8Array<ArrayBuffer>>;
declare const digits: (count: number) => Promise<Web.ImageSet>;

const PAGE = `<!doctype html><script type="module">
  import * as skein from "./skein.js";
  globalThis.skein = skein;
  globalThis.bytesAt = async (address) => new Uint8Array(await (await fetch(address)).arrayBuffer());
  globalThis.digits = async (count) => skein.createImageSet({
    count, height: 28, width: 28, channels: 1, source: "digits",
    pixels: (await bytesAt("digits.bin")).subarray(0, count * 784),
    labels: new Int32Array((await bytesAt("labels.bin")).buffer).subarray(0, count),
  });
  globalThis.ready = true;
</script>`;

const missing = await whyNoBrowser();
const folder = mkdtempSync(join(tmpdir(), "skein-web-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Pictures of other sizes than 28 x 28, with colours, noise and an alpha channel. */
async function writePictures(path: string): Promise<void> {
  const noise = (y: number, x: number, c: number) => ((y * 31 + x * 17 + c * 7) % 23) - 11;
  const picture = (height: number, width: number) => {
    const data = new Uint8Array(height * width * 4);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        for (let c = 0; c < 3; c++) {
          data[(y * width + x) * 4 + c] =
            128 + 90 * Math.sin(x / (9 + c)) * Math.cos(y / 12) + noise(y, x, c);
        }
        data[(y * width + x) * 4 + 3] = x < width / 4 ? 128 : 255;
      }
    }
    return sharp(data, { raw: { height, width, channels: 4 } });
  };
  await picture(28, 28).png().toFile(join(path, "a.png"));
  await picture(90, 140).png().toFile(join(path, "b.png"));
  await picture(400, 300).png().toFile(join(path, "c.png"));
  await picture(90, 140).flatten().jpeg({ quality: 90 }).toFile(join(path, "d.jpg"));
}

describe.skipIf(missing)(`a browser [webgpu]${missing ? ` (${missing})` : ""}`, () => {
  let [browser, page]: [Browser, Page] = [] as never;
  let server: Awaited<ReturnType<typeof serve>>;
  let images: ImageSet;
  let classifier: ImageClassifier;

  beforeAll(async () => {
    await build({
      entryPoints: { skein: fileURLToPath(new URL("../../src/index.web.ts", import.meta.url)) },
      ...{
        outdir: folder,
        bundle: true,
        splitting: true,
        format: "esm",
        platform: "browser",
        target: "es2022",
      },
      logLevel: "error",
    });
    await writePictures(folder);
    images = take((await loadMnist()).train, 300);
    classifier = new ImageClassifier(
      { network: "rowLstm", networkOptions: { hidden: 24 }, epochs: 2 },
      "native",
    );
    await classifier.fit(images, images.labels!);
    const sealed = await sealBytes(await classifier.toBytes(), { passphrase: "correct horse" });
    const contents = {
      "/index.html": PAGE,
      "/model.safetensors": await classifier.toBytes(),
      "/sealed.safetensors": sealed,
      "/page.safetensors": "<!DOCTYPE html><html><body>Not here</body></html>",
      "/digits.bin": images.pixels,
      "/labels.bin": new Uint8Array(images.labels!.buffer, images.labels!.byteOffset, 4 * images.count),
    };
    server = await serve(contents, folder);
    browser = await openBrowser(true);
    page = await browser.newPage();
    await page.goto(server.address);
    await until(page, "globalThis.ready");
  });
  afterAll(async () => {
    await classifier?.close();
    await browser?.close();
    server?.close();
  });

  it("predicts as Node does, by a model that Node trained", async () => {
    const theirs = await page.evaluate(async () => {
      const model = await skein.loadModel("model.safetensors");
      const { rows, columns, data } = await model.predictProba(await digits(300));
      await model.close();
      return { rows, columns, data: [...data] };
    });
    const own = await classifier.predictProba(images);
    expect([theirs.rows, theirs.columns]).toEqual([300, 10]);
    const worst = Math.max(...theirs.data.map((value, i) => Math.abs(value - own.data[i]!)));
    expect(worst).toBeLessThan(1e-4);
  });

  it("trains a classifier on 150 digits, whose file Node reads", async () => {
    const { losses, accuracy, bytes, probabilities } = await page.evaluate(async () => {
      const images = await digits(150);
      const options = {
        network: "rowLstm",
        networkOptions: { hidden: 32 },
        epochs: 16,
        batch: 50,
        learningRate: 0.02,
      };
      const model = new skein.ImageClassifier(options);
      const { history } = await model.fit(images, images.labels!);
      const { accuracy } = await model.evaluate(images, images.labels!);
      const bytes = [...(await model.toBytes())];
      const { data } = await model.predictProba(await digits(300));
      await model.close();
      return { losses: history.map(({ loss }) => loss), accuracy, bytes, probabilities: [...data] };
    });
    expect(losses.at(-1)!).toBeLessThan(losses[0]! / 2);
    expect(accuracy).toBeGreaterThan(0.8);
    const again = await loadModel(Uint8Array.from(bytes), "native");
    const { data } = await again.predictProba(images);
    await again.close();
    expect(Math.max(...probabilities.map((value, i) => Math.abs(value - data[i]!)))).toBeLessThan(1e-4);
  });

  it("trains a clusterer on 120 digits in a small configuration", async () => {
    const { finished, losses, classes } = await page.evaluate(async () => {
      const losses: number[] = [];
      const small = { clusters: 10, epochs: 1, batch: 40, heads: 1, hidden: 8, views: "digits" };
      const model = new skein.ImageClusterer(small as Web.ImageClustererOptions);
      const images = await digits(120);
      const { finished } = await model.fit(images, { onLosses: (_, heads) => losses.push(heads[0]!) });
      const classes = [...(await model.predict(images))];
      await model.close();
      return { finished, losses, classes };
    });
    expect(finished).toBe(true);
    expect(losses).toHaveLength(3);
    expect(losses.every(Number.isFinite)).toBe(true);
    expect(classes).toHaveLength(120);
    expect(new Set(classes).size).toBeGreaterThan(1);
  });

  it("divides images into regions as Node does", async () => {
    const options = { method: "clustering" } as const;
    const segmenter = new ImageSegmenter(options, "native");
    const some = take(images, 4);
    const own = await segmenter.predict(some);
    await segmenter.close();
    const theirs = await page.evaluate(async (options) => {
      const segmenter = new skein.ImageSegmenter(options);
      const masks = [...(await segmenter.predict(await digits(4)))];
      await segmenter.close();
      return masks;
    }, options);
    const different = theirs.filter((region, i) => region !== own[i]).length;
    expect(different / own.length).toBeLessThan(0.01);
  });

  it("reads images as Node does, up to the last digits of resizing", async () => {
    const sizes = { height: 28, width: 28 };
    const own = await loadImageFolder(folder, { ...sizes, channels: 3 });
    const theirs = await page.evaluate(async (sizes) => {
      const names = ["a.png", "b.png", "c.png", "d.jpg", "none.png", "model.safetensors"];
      const found = await skein.loadImages(names, sizes);
      const { pixels, ...rest } = found;
      return { ...rest, pixels: [...pixels] };
    }, sizes);
    expect(theirs).toMatchObject({ count: 4, channels: 3, names: ["a.png", "b.png", "c.png", "d.jpg"] });
    expect(theirs.skipped).toEqual([
      { name: "none.png", reason: "the server answered 404: check the address" },
      { name: "model.safetensors", reason: expect.stringContaining("convert it to PNG or JPEG") },
    ]);
    expect(own.names).toEqual(theirs.names);
    const size = 28 * 28 * 3;
    const differences = own.names!.map((_, image) => {
      const at = image * size;
      const apart = theirs.pixels
        .slice(at, at + size)
        .map((value, i) => Math.abs(value - own.pixels[at + i]!));
      return { mean: apart.reduce((sum, value) => sum + value, 0) / size, most: Math.max(...apart) };
    });
    console.log("pixels of the browser and of Node:", JSON.stringify(differences));
    // Unresized: transparency is rounded differently. Others: boxes and kernels in floating or fixed point; JPEG decoders.
    expect(differences[0]!.most).toBeLessThanOrEqual(2);
    for (const { mean, most } of differences) {
      expect(mean).toBeLessThan(2.5);
      expect(most).toBeLessThan(20);
    }
  });

  it.each([
    ["page.safetensors", "page.safetensors is a page of HTML or XML, no model"],
    ["none.safetensors", "none.safetensors: the server answered 404 Not Found: check the address"],
    ["http://localhost:1/m.safetensors", "cannot fetch http://localhost:1/m.safetensors"],
    ["sealed.safetensors", "sealed.safetensors is sealed: open it in Node first, with openBytes()"],
  ])("says what is wrong with %s", async (address, message) => {
    const error = await page.evaluate(async (address) => {
      const error = await skein.loadModel(address).catch((error: Error) => error);
      return error instanceof skein.ModelFileError && error.message;
    }, address);
    expect(error).toContain(message);
  });

  it("says what a browser does not do", async () => {
    const messages = await page.evaluate(async () => {
      const messageOf = async (promise: Promise<unknown>) =>
        ((await promise.catch((error: Error) => error)) as Error).message;
      const model = await skein.ImageClassifier.load("model.safetensors");
      const images = await digits(300);
      return {
        save: await messageOf(model.save("digits.safetensors")),
        checkpoint: await messageOf(model.fit(images, images.labels!, { checkpoint: "c.safetensors" })),
        device: await messageOf(skein.ImageClassifier.load("model.safetensors", "native")),
        images: await messageOf(skein.loadImages([])),
        size: await messageOf(skein.loadImages(["a.png"], { height: 0 })),
      };
    });
    const files = "cannot be written: a browser gives a page no files: take a model's bytes with toBytes()";
    expect(messages.save).toBe(`digits.safetensors ${files}`);
    expect(messages.checkpoint).toBe(`c.safetensors ${files}`);
    expect(messages.device).toContain("device native is not in browsers");
    expect(messages.images).toBe("loadImages: no images were given: give at least one");
    expect(messages.size).toBe("loadImages: height is 0: give a whole number of at least 1");
  });

  it("without a GPU says what to do", async () => {
    const other = await openBrowser(false);
    try {
      const page = await other.newPage();
      await page.goto(server.address);
      await until(page, "globalThis.ready");
      const messages = await page.evaluate(async () => {
        const message = (await skein.openDevice().catch((error: Error) => error)) as Error;
        const { navigator } = globalThis as unknown as { navigator: object };
        Object.defineProperty(navigator, "gpu", { value: undefined });
        const none = (await skein.openDevice().catch((error: Error) => error)) as Error;
        return [message.name, message.message, none.name, none.message];
      });
      expect(messages[1]).toContain("finds no GPU that it can use: switch on hardware acceleration");
      expect(messages[3]).toContain("this browser has no WebGPU: use Chrome or Edge from version 113");
    } finally {
      await other.close();
    }
  });
});
