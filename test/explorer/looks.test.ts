/** At two widths, dark and light: names and contrast by axe-core, and that all fits. */
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { type Look, missingChromium, PHONE, useExplorer, violationsOf, WIDE } from "./explorer_page.js";

const looks: readonly Required<Look>[] = [
  { viewport: WIDE, colorScheme: "light", hasTouch: false },
  { viewport: WIDE, colorScheme: "dark", hasTouch: false },
  { viewport: PHONE, colorScheme: "light", hasTouch: true },
  { viewport: PHONE, colorScheme: "dark", hasTouch: true },
];

describe.skipIf(missingChromium).each(looks)(
  `the explorer, $viewport.width wide, $colorScheme${missingChromium ? ` (${missingChromium})` : ""}`,
  (look) => {
    const explorer = useExplorer(look);

    it("fits, has names and contrast in each view and dialog", async () => {
      const { page } = explorer;
      const found: string[] = [];
      const check = async (what: string) => {
        const width = Number(await page.evaluate("document.documentElement.scrollWidth"));
        if (width > look.viewport.width) found.push(`${what}: ${width} pixels wide`);
        found.push(...(await cutOff(page)).map((text) => `${what}: cut off: ${text}`));
        found.push(...(await violationsOf(page)).map((text) => `${what}: ${text}`));
      };
      await page.locator(".cell").first().click();
      await page
        .locator(".cell")
        .nth(1)
        .click({ modifiers: ["ControlOrMeta"] });
      await check("grid with a selection");
      await page.keyboard.press("m");
      await page.getByRole("dialog").waitFor();
      await check("move");
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      for (const key of ["p", "q", "d", "o"]) {
        await page.keyboard.press(key);
        await page.locator(".map-view canvas, .question, .group, .odd-ones").first().waitFor();
        await check(key);
      }
      await page.getByRole("button", { name: "Export" }).click();
      await page.getByRole("dialog").getByLabel("Where").waitFor();
      await check("export");
      expect(found).toEqual([]);
    });

    it.skipIf(look.viewport !== PHONE)("has drawers for classes and facts, and views below", async () => {
      const { page } = explorer;
      await page.getByRole("button", { name: "Classes", exact: true }).tap();
      await page.getByRole("button", { name: /^sneakers / }).tap();
      await page.getByRole("heading", { name: /^sneakers/ }).waitFor();
      await page.locator(".cell").nth(2).tap();
      await page.locator(".cell").nth(4).tap();
      await page.getByRole("toolbar").getByText("2 images").waitFor();
      await page.locator(".cell").nth(2).tap();
      await page.getByRole("button", { name: "Details" }).tap();
      await page.getByRole("complementary", { name: "The image in focus" }).getByText("640 x 480").waitFor();
      await page.getByRole("button", { name: "Close" }).first().tap();
      await page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: "Outliers" }).tap();
      await page.getByRole("heading", { name: /^Odd ones/ }).waitFor();
    });
  },
);

/** Buttons that reach beyond the screen where nothing scrolls them into view. */
const cutOff = (page: Page) =>
  page.evaluate(`[...document.querySelectorAll("button")].filter((button) => {
    const { right, width } = button.getBoundingClientRect();
    if (width === 0 || right <= innerWidth + 1) return false;
    for (let box = button.parentElement; box; box = box.parentElement)
      if (["auto", "scroll"].includes(getComputedStyle(box).overflowX)) return false;
    return true;
  }).map((button) => button.textContent)`) as Promise<string[]>;
