/** How a page of plots looks in a browser. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium, openBrowser } from "./browser.js";

/**
 * Declares a suite that opens a page in wide and narrow windows: its plots are there, each for wide and for narrow windows
 * with one of the two shown, nothing is wider than the window, and it asks for nothing and writes nothing to the console.
 *
 * @param check looks at the texts of the plots that are shown, in order.
 */
export function describePlots(
  name: string,
  render: () => Promise<string>,
  check: (plots: readonly string[]) => void,
): void {
  const executablePath = findChromium();
  const reason = executablePath
    ? ""
    : " (skipped: no Chromium found; install one or set SKEIN_CHROMIUM to its path)";
  describe.skipIf(executablePath === null)(`${name} in a browser${reason}`, () => {
    let browser: Browser;
    const folder = mkdtempSync(join(tmpdir(), "skein-plots-"));
    const file = join(folder, name);
    beforeAll(async () => {
      browser = await openBrowser(executablePath!);
      writeFileSync(file, await render());
    });
    afterAll(async () => {
      await browser?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it.each([1200, 390])("has its plots and no trouble at a width of %d", async (width) => {
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      const troubles: string[] = [];
      page.on("console", (message) => troubles.push(message.text()));
      page.on("pageerror", (error) => troubles.push(String(error)));
      page.on("request", (request) => {
        if (!request.isNavigationRequest() && !request.url().startsWith("data:"))
          troubles.push(request.url());
      });
      await page.goto(pathToFileURL(file).href);
      const shown = (await page.evaluate(
        `[...document.querySelectorAll(".plot svg")].filter((svg) => svg.getBoundingClientRect().width > 200)
        .map((svg) => svg.textContent)`,
      )) as string[];
      check(shown);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
      expect(troubles).toEqual([]);
      await page.close();
    });
  });
}
