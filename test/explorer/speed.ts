/** How long the page takes with many images, measured in the page itself. */
import type { Page } from "playwright-core";
import { until } from "../support/page_until.js";
import type { MockServer } from "./mock_server.js";

export interface Frames {
  /** Milliseconds between frames, the 95th percentile. */
  readonly p95: number;
  /** Milliseconds of the page's thread for a frame, which other programs do not lengthen. */
  readonly cpu: number;
}

export interface Shown {
  /** Milliseconds from the input to the frame that shows the result. */
  readonly wall: number;
  /** Of them, milliseconds that the page's thread worked. */
  readonly cpu: number;
}

export interface Speed {
  /** Milliseconds from the request of the page to the first thumbnails on the screen. */
  readonly firstPaint: number;
  readonly scrolling: Frames;
  readonly panning: Frames;
  readonly move: Shown;
  readonly rename: Shown;
  readonly merge: Shown;
  /** Elements of the grid after scrolling. */
  readonly elements: number;
  /** Megabytes of the page's heap after all of it. */
  readonly heap: number;
}

/** Calls `step` in each of the frames of some time; resolves with the 95th percentile of their distances and their number. */
const frames = (step: string, milliseconds = 3000) => `new Promise((resolve) => {
  const times = [];
  const begin = performance.now();
  const frame = (now) => {
    times.push(now);
    if (performance.now() - begin > ${milliseconds}) {
      const gaps = times.slice(1).map((time, i) => time - times[i]).sort((a, b) => a - b);
      resolve([gaps[Math.floor(0.95 * gaps.length)], gaps.length]);
      return;
    }
    (${step})(times.length);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})`;

/** Does something, and resolves with the time until a condition holds and the frame that shows it has been made. */
const shownAfter = (act: string, holds: string) => `new Promise((resolve) => {
  const begin = performance.now();
  (${act})();
  const look = () => {
    if (!(${holds})()) return requestAnimationFrame(look);
    // A task after the frame's callbacks comes when the frame was laid out and painted.
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begin)));
  };
  look();
})`;

const SIZE_OF_OPEN = `() => document.querySelector(".grid-bar .size").textContent`;

/** The page must be open. Decisions are answered after five seconds, so that what is shown is not the server's answer. */
export async function measure(page: Page, server: MockServer): Promise<Speed> {
  const evaluate = async (script: string) => Number(await page.evaluate(script));
  const debug = await page.context().newCDPSession(page);
  await debug.send("Performance.enable", { timeDomain: "threadTicks" });
  const cpu = async () => {
    const { metrics } = await debug.send("Performance.getMetrics");
    return 1000 * metrics.find(({ name }) => name === "TaskDuration")!.value;
  };
  const framesOf = async (script: string): Promise<Frames> => {
    const before = await cpu();
    const [p95, count] = (await page.evaluate(script)) as [number, number];
    return { p95, cpu: ((await cpu()) - before) / count };
  };
  const shown = async (act: string, holds: string): Promise<Shown> => {
    const before = await cpu();
    const wall = await evaluate(shownAfter(act, holds));
    return { wall, cpu: (await cpu()) - before };
  };
  await until(page, `[...document.querySelectorAll(".cell img")].some((image) => image.complete)`);
  const firstPaint = await evaluate(
    `Math.max(performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
      ...performance.getEntriesByType("resource").filter(({ name }) => name.includes("thumbnails/")).slice(0, 20)
        .map(({ responseEnd }) => responseEnd))`,
  );
  const scrolling = await framesOf(
    frames(`(n) => { document.querySelector(".scroller").scrollTop += n % 200 < 100 ? 120 : 900; }`),
  );
  const elements = await evaluate(`document.querySelectorAll(".cell").length`);
  await page.evaluate(`document.querySelector(".scroller").scrollTop = 0`);

  server.delay = 5000;
  await page.getByRole("button", { name: /^boots / }).click();
  await page.locator(".cell").first().click();
  const press = (key: string) =>
    `() => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "${key}", bubbles: true }))`;
  const before = String(await page.evaluate(`(${SIZE_OF_OPEN})()`));
  const move = await shown(press("2"), `() => (${SIZE_OF_OPEN})() !== "${before}"`);
  await page.getByRole("button", { name: "Rename" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("shoes");
  const rename = await shown(
    `() => document.querySelector("dialog form").requestSubmit()`,
    `() => document.querySelector(".grid-bar h2").textContent.startsWith("shoes")`,
  );
  await page.getByLabel("Mark sneakers for a merge").check();
  await page.getByLabel("Mark bags for a merge").check();
  const merge = await shown(
    `() => document.querySelector(".merge .main").click()`,
    `() => ![...document.querySelectorAll(".class .title")].some(({ textContent }) => textContent === "bags")`,
  );
  await page.getByRole("button", { name: /^All images/ }).click();
  await page.getByRole("button", { name: "Map" }).click();
  await page.locator(".map-view canvas").waitFor();
  const panning = await framesOf(`(() => {
    const canvas = document.querySelector(".map-view canvas");
    const send = (type, n) => canvas.dispatchEvent(new PointerEvent(type, { pointerId: 1, bubbles: true,
      clientX: 640 + 200 * Math.sin(n / 15), clientY: 400 + 120 * Math.sin(n / 11) }));
    canvas.setPointerCapture = () => {};
    send("pointerdown", 0);
    return ${frames(`(n) => send("pointermove", n)`)};
  })()`);
  const heap = await evaluate("performance.memory.usedJSHeapSize / 1e6");
  return { firstPaint, scrolling, panning, move, rename, merge, elements, heap };
}
