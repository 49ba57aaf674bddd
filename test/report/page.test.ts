import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ReportInput, renderReport } from "../../src/report/report.js";
import { findChromium, openBrowser } from "./browser.js";
import { digitsInput, plainInput, withLabels } from "./fixture.js";

const executablePath = findChromium();
const reason = executablePath
  ? ""
  : " (skipped: no Chromium found; install one or set SKEIN_CHROMIUM to its path)";

describe.skipIf(executablePath === null)(`report.html in a browser${reason}`, () => {
  let browser: Browser;
  const folder = mkdtempSync(join(tmpdir(), "skein-report-"));
  const input = mappedDigits();

  beforeAll(async () => {
    browser = await openBrowser(executablePath!);
    writeFileSync(join(folder, "digits.html"), await renderReport(input));
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a page of the folder; `troubles` collects console errors, exceptions and requests beyond the page. */
  async function open(file: string, options: Parameters<Browser["newPage"]>[0] = {}) {
    const page = await browser.newPage(options);
    const troubles: string[] = [];
    page.on("console", (message) => {
      if (message.type() !== "log") troubles.push(`${message.type()}: ${message.text()}`);
    });
    page.on("pageerror", (error) => troubles.push(String(error)));
    page.on("request", (request) => {
      if (!/^(data|blob):/.test(request.url()) && !request.isNavigationRequest())
        troubles.push(request.url());
    });
    page.on("requestfailed", (request) => troubles.push(`failed: ${request.url().slice(0, 80)}`));
    await page.goto(pathToFileURL(join(folder, file)).href);
    return { page, troubles };
  }

  async function openInput(
    name: string,
    other: ReportInput,
    options: Parameters<Browser["newPage"]>[0] = {},
  ) {
    writeFileSync(join(folder, name), await renderReport(other));
    return open(name, options);
  }

  it("shows every class as a mosaic, and asks the network for nothing", async () => {
    const { page, troubles } = await open("digits.html");
    const sizes = await evaluate<[number, number, string][]>(
      page,
      `Promise.all([...document.querySelectorAll("img.mosaic")].map(async (i) => (await i.decode(), [i.naturalWidth, i.naturalHeight, i.alt])))`,
    );
    expect(sizes).toHaveLength(10);
    for (const [width, height, alt] of sizes) {
      // 8 + 1 + 4 columns and 5 rows of 28 pixels, with a gap of one.
      expect([width, height]).toEqual([13 * 29 - 1, 5 * 29 - 1]);
      expect(alt).toMatch(/40 images of most certainty.*20 images of least certainty/);
    }
    expect(troubles).toEqual([]);
    await page.close();
  });

  it("counts labels against classes as plain loops do", async () => {
    const { page } = await open("digits.html");
    const table = await evaluate<string[][]>(
      page,
      `[...document.querySelectorAll("table.confusion tr")].map((row) => [...row.cells].map((cell) => cell.textContent))`,
    );
    const clusters = table[0]!.slice(1).map(Number);
    expect(table).toHaveLength(11);
    for (const [label, ...cells] of table.slice(1)) {
      const expected = clusters.map((cluster) => {
        let count = 0;
        input.labels!.forEach((other, i) => {
          if (other === Number(label) && input.assignments[i] === cluster) count++;
        });
        return count;
      });
      expect(cells.map((cell) => Number(cell.replace(",", "")))).toEqual(expected);
    }
    await page.close();
  });

  it("shows the very image of a point on the map, by pointer and by key", async () => {
    const { page } = await open("digits.html", { viewport: { width: 1200, height: 900 } });
    const index = 41;
    const place = `document.querySelectorAll(".points circle")[${index}]`;
    await scrollTo(page, place);
    const box = await evaluate<{ x: number; y: number }>(
      page,
      `(({ left, top, width, height }) => ({ x: left + width / 2, y: top + height / 2 }))(${place}.getBoundingClientRect())`,
    );
    await page.mouse.move(box.x, box.y);
    const tip = page.locator("#tip");
    await tip.waitFor({ state: "visible" });
    await expectTipShowsItsImage(page, input);

    await page.mouse.move(1, 1);
    await tip.waitFor({ state: "hidden" });
    await page.locator(".map svg").focus();
    await page.keyboard.press("ArrowRight");
    await tip.waitFor({ state: "visible" });
    await expectTipShowsItsImage(page, input);
    await page.close();
  });

  it("shows the very image of a mosaic's tile", async () => {
    const { page } = await open("digits.html");
    const mosaic = page.locator("#class-4 img.mosaic");
    await scrollTo(page, `document.querySelector("#class-4 img.mosaic")`);
    const box = (await mosaic.boundingBox())!;
    await mosaic.hover({ position: { x: box.width * (2.5 / 13), y: box.height * (1.5 / 5) } });
    await page.locator("#tip").waitFor({ state: "visible" });
    await expectTipShowsItsImage(page, input);
    // The empty column between the two halves names no image.
    await mosaic.hover({ position: { x: box.width * (8.5 / 13), y: box.height * (1.5 / 5) } });
    await page.locator("#tip").waitFor({ state: "hidden" });
    await page.close();
  });

  it("shows a clicked image larger, and all images of its class that the page holds", async () => {
    const base = plainInput({ count: 200, clusters: 2, channels: 3, side: 20 });
    const names = Array.from({ length: 200 }, (_, i) => `${i % 2}/${i} a.png`);
    const files = names.map((name) => `../things/${encodeURI(name)}`);
    const indices = Int32Array.from({ length: 200 }, (_, i) => i);
    const xy = Float32Array.from({ length: 400 }, (_, i) => i % 23);
    const images = { ...base.images, names, files };
    const { page, troubles } = await openInput("viewer.html", { ...base, images, map: { indices, xy } });
    const viewer = page.locator("#viewer");
    expect(await viewer.isVisible()).toBe(false);
    await page.locator("#class-1 img.mosaic").click({ position: { x: 5, y: 5 } });
    const most = indices
      .filter((i) => i % 2 === 1)
      .sort((a, b) => base.confidence[b]! - base.confidence[a]! || a - b);
    const name = () => viewer.locator(".about p").first().textContent();
    expect(await name()).toBe(names[most[0]!]);
    expect(await viewer.locator("a").getAttribute("href")).toBe(files[most[0]!]);
    expect(await viewer.locator("h2").textContent()).toBe("Class 1: all 100 images");
    expect(await viewer.locator(".all canvas").count()).toBe(100);
    const width = await evaluate<number>(
      page,
      `document.querySelector("#viewer .one canvas").getBoundingClientRect().width`,
    );
    expect(width).toBeGreaterThan(200);
    await page.keyboard.press("ArrowRight");
    expect(await name()).not.toBe(names[most[0]!]);
    await page.keyboard.press("Escape");
    expect(await viewer.isVisible()).toBe(false);
    const button = page.locator("#class-0 .more button");
    expect(await button.textContent()).toBe("See all 100");
    await button.click();
    expect(await viewer.locator("h2").textContent()).toBe("Class 0: all 100 images");
    expect(await viewer.locator(".one").isVisible()).toBe(false);
    expect(troubles).toEqual([]);
    await page.close();
  });

  it("says how many images of a large class the page holds", async () => {
    const { page } = await open("digits.html");
    const size = input.assignments.filter((cluster) => cluster === 4).length;
    await page.locator("#class-4 .more button").click();
    const shown = await page.locator("#viewer .all canvas").count();
    expect(shown).toBeGreaterThanOrEqual(60);
    expect(shown).toBeLessThan(size);
    expect(await page.locator("#viewer h2").textContent()).toContain(`${shown} of ${size} images`);
    await page.close();
  });

  it("has room for every number of the sizes, and breaks no word of the settings, on a phone", async () => {
    const { page } = await open("digits.html", { viewport: { width: 390, height: 844 } });
    const cut = await evaluate<string[]>(
      page,
      `[...document.querySelectorAll("#sizes .narrow svg")].flatMap((svg) => {
        const { right } = svg.getBoundingClientRect();
        return [...svg.querySelectorAll("text")].filter((t) => t.getBoundingClientRect().right > right).map((t) => t.textContent);
      })`,
    );
    expect(cut).toEqual([]);
    // A word that breaks takes two lines though each of its parts is shorter than the column.
    const broken = await evaluate<string[]>(
      page,
      `[...document.querySelectorAll(".settings tbody th")].flatMap((th) => [...th.childNodes])
        .filter((node) => node.nodeType === 3 && node.data.trim() !== "")
        .filter((node) => { const range = document.createRange(); range.selectNode(node); return range.getClientRects().length > 1; })
        .map((node) => node.data)`,
    );
    expect(broken).toEqual([]);
    await page.close();
  });

  it("colours the map by class, by label and by mistakes, and lets one class stand out", async () => {
    const { page } = await open("digits.html");
    const wrong = `[...document.querySelectorAll("circle[data-wrong]")]`;
    const fill = (of: string) => evaluate<string>(page, `getComputedStyle(${of}).fill`);
    const before = await fill(`${wrong}[0]`);
    await page.locator("input[value=label]").check();
    expect(await fill(`${wrong}[0]`)).not.toBe(before);
    await page.locator("input[value=mistakes]").check();
    expect(
      new Set(await evaluate<string[]>(page, `${wrong}.map((c) => getComputedStyle(c).fill)`)).size,
    ).toBe(1);
    expect(await fill(`${wrong}[0]`)).not.toBe(
      await fill(`document.querySelector(".points circle:not([data-wrong])")`),
    );
    const button = page.locator(".legend button").first();
    await button.click();
    expect(await button.getAttribute("aria-pressed")).toBe("true");
    const shown = await evaluate<string[]>(
      page,
      `[...new Set([...document.querySelectorAll(".points circle:not(.dim)")].map((c) => c.dataset.c))]`,
    );
    expect(shown).toEqual([await button.getAttribute("data-class")]);
    // Still in the colours of mistakes: a dimmed point must be faint there too.
    expect(await evaluate<string>(page, `getComputedStyle(document.querySelector(".dim")).opacity`)).toBe(
      "0.06",
    );
    await page.close();
  });

  it("follows the system's dark mode", async () => {
    const colours = async (colorScheme: "light" | "dark") => {
      const { page, troubles } = await open("digits.html", { colorScheme });
      const found = await evaluate<string[]>(
        page,
        `[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color, getComputedStyle(document.querySelector(".plot text")).fill]`,
      );
      expect(troubles).toEqual([]);
      await page.close();
      return found.map(brightness);
    };
    const [lightPage, lightInk, lightAxis] = await colours("light");
    const [darkPage, darkInk, darkAxis] = await colours("dark");
    expect(lightPage! - lightInk!).toBeGreaterThan(150);
    expect(darkInk! - darkPage!).toBeGreaterThan(150);
    expect(darkAxis!).toBeGreaterThan(lightAxis!);
  });

  it("prints on white, without what needs a pointer, even from a dark screen", async () => {
    const { page } = await open("digits.html", { colorScheme: "dark" });
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const card = `getComputedStyle(document.querySelector(".class"))`;
    expect(brightness(await evaluate<string>(page, `${card}.backgroundColor`))).toBe(255);
    expect(brightness(await evaluate<string>(page, `${card}.color`))).toBeLessThan(60);
    for (const selector of ["nav", ".choice", ".legend"])
      expect(await page.locator(selector).isVisible()).toBe(false);
    expect((await page.pdf({ format: "A4" })).length).toBeGreaterThan(10_000);
    await page.close();
  });

  const phones: [string, () => ReportInput][] = [
    ["digits", () => input],
    ["long names", () => longNames()],
    ["100 classes of colour images", () => plainInput({ count: 500, clusters: 100, channels: 3, side: 20 })],
  ];
  it.each(phones)("fits a phone without sideways scrolling: %s", async (_, make) => {
    const { page, troubles } = await openInput("phone.html", make(), {
      viewport: { width: 360, height: 740 },
    });
    expect(await evaluate<number>(page, "document.documentElement.scrollWidth")).toBe(360);
    expect(await page.locator(".plot.narrow").first().isVisible()).toBe(true);
    expect(troubles).toEqual([]);
    await page.close();
  });

  it("runs nothing that a name smuggles in", async () => {
    const name = `"><img src=x onerror="window.hacked=1"></script><script>window.hacked=1</script>`;
    const base = plainInput();
    const hostile = withLabels(
      {
        ...base,
        title: name,
        skipped: [{ name, reason: name }],
        images: { ...base.images, names: Array(60).fill(name) },
      },
      base.assignments,
      [0, 1, 2],
      [name, name, name],
    );
    const { page, troubles } = await openInput("hostile.html", hostile);
    await page
      .locator("img.mosaic")
      .first()
      .hover({ position: { x: 5, y: 5 } });
    expect(await page.locator("#tip p").first().textContent()).toBe(name);
    expect(await page.locator("h1").textContent()).toBe(name);
    expect(await evaluate(page, "window.hacked")).toBeUndefined();
    expect(troubles).toEqual([]);
    await page.close();
  });

  it("gives every table headings, every picture a text, and one h1", async () => {
    const { page } = await open("digits.html");
    const lacking = await evaluate<string[]>(
      page,
      `[...document.querySelectorAll("table")].filter((t) => !t.querySelector("thead th[scope=col]") || !t.querySelector("tbody th[scope=row]")).map((t) => t.className)
        .concat([...document.querySelectorAll("img:not([hidden])")].filter((i) => !i.alt).map((i) => i.outerHTML.slice(0, 60)))
        .concat([...document.querySelectorAll("[role=img], [role=region], nav")].filter((e) => !e.getAttribute("aria-label")).map((e) => e.outerHTML.slice(0, 60)))`,
    );
    expect(lacking).toEqual([]);
    expect(await page.locator("h1").count()).toBe(1);
    await page.close();
  });
});

/** 2,000 digits, with a map that lays them out by class (its places are not what these tests are about). */
function mappedDigits(): ReportInput {
  const input = digitsInput({ count: 2000 });
  const indices = Int32Array.from({ length: 300 }, (_, i) => i * 6 + 1);
  const xy = Float32Array.from({ length: 600 }, (_, i) => {
    const image = indices[i >> 1]!;
    const cluster = input.assignments[image]!;
    return i % 2 === 0
      ? (cluster % 5) * 4 + ((image * 7) % 31) / 10
      : Math.floor(cluster / 5) * 4 + ((image * 13) % 29) / 10;
  });
  return { ...input, map: { indices, xy } };
}

function longNames(): ReportInput {
  const long = "averyverylongnamewithoutanyspaces".repeat(6);
  const base = plainInput();
  return withLabels(
    {
      ...base,
      title: long,
      source: `/${long}/${long}`,
      device: long,
      settings: { [long]: long },
      scores: [{ name: long, split: long, value: 0.5 }],
      skipped: [{ name: long, reason: long }],
      map: { indices: Int32Array.of(0, 1, 2, 3), xy: Float32Array.of(0, 0, 1, 1, 2, 0, 3, 3) },
    },
    base.assignments,
    [0, 1, 2],
    [long, long, long],
  );
}

/** Runs an expression in the page. A string, because this project's types know no DOM. */
function evaluate<T>(page: Page, expression: string): Promise<T> {
  return page.evaluate(expression) as Promise<T>;
}

/** The tip's canvas holds the pixels of the image that the tip names. */
/** Scrolls an element in, and waits for the scroll event: it comes a frame later and hides the tip. */
async function scrollTo(page: Page, element: string): Promise<void> {
  await evaluate(
    page,
    `new Promise((done) => {
      ${element}.scrollIntoView({ block: "center", behavior: "instant" });
      requestAnimationFrame(() => requestAnimationFrame(done));
    })`,
  );
}

async function expectTipShowsItsImage(page: Page, input: ReportInput): Promise<void> {
  const [image, width, height, ...grey] = await evaluate<number[]>(
    page,
    `(() => { const tip = document.getElementById("tip"), c = tip.querySelector("canvas");
      const { data } = c.getContext("2d").getImageData(0, 0, c.width, c.height);
      return [Number(tip.dataset.image), c.width, c.height, ...data.filter((_, i) => i % 4 === 0)]; })()`,
  );
  expect([width, height]).toEqual([28, 28]);
  expect(grey).toEqual(Array.from(input.images.pixels.subarray(image! * 784, (image! + 1) * 784)));
  const text = await page.locator("#tip").textContent();
  expect(text).toContain(`image ${image}`);
  expect(text).toContain(`class ${input.assignments[image!]}`);
  expect(text).toContain(`label ${input.labels![image!]}`);
}

/** 0 to 255 of a CSS colour in rgb() notation. */
function brightness(colour: string): number {
  const [r, g, b] = colour.match(/[\d.]+/g)!.map(Number);
  return (r! + g! + b!) / 3;
}
