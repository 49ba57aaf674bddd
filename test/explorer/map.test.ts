/** The map: what lies where, and what a person does there. */
import { describe, expect, it } from "vitest";
import { PlaceIndex } from "../../apps/explorer/map/place_index.js";
import { missingChromium, useExplorer } from "./explorer_page.js";
import { MadeRun } from "./made_run.js";

describe("PlaceIndex", () => {
  const { places } = new MadeRun(2000);
  const index = new PlaceIndex(places);
  const all = Array.from({ length: 2000 }, (_, image) => image);
  const [x, y] = [(image: number) => places[2 * image]!, (image: number) => places[2 * image + 1]!];
  const sorted = (images: number[]) => images.sort((a, b) => a - b);

  it("finds what a search of all images finds", () => {
    const within = all.filter((i) => x(i) >= 0.3 && x(i) <= 0.7 && y(i) >= 0.6 && y(i) <= 1);
    expect(within.length).toBeGreaterThan(100);
    expect(sorted(index.within(0.3, 0.6, 0.7, 1))).toEqual(within);
    // A triangle: below y = 0.9 and above both x and 1 - x.
    const triangle = all.filter((i) => y(i) < 0.9 && y(i) > x(i) && y(i) > 1 - x(i));
    expect(triangle.length).toBeGreaterThan(100);
    expect(sorted(index.inside([0.5, 0.5, 0.9, 0.9, 0.1, 0.9]))).toEqual(triangle);
    const distance = (i: number) => Math.hypot(x(i) - 0.8, y(i) - 0.5);
    const odd = all.filter((i) => i % 2 === 1);
    const nearest = odd.reduce((best, i) => (distance(i) < distance(best) ? i : best));
    expect(index.nearest(0.8, 0.5, 0.2, (i) => i % 2 === 1)).toBe(nearest);
    expect(index.nearest(0.5, 0.5, 0.001, () => true)).toBe(-1);
  });
});

describe.skipIf(missingChromium)(
  `the explorer's map${missingChromium ? ` (${missingChromium})` : ""}`,
  () => {
    const explorer = useExplorer();

    it("waits for the map, catches images in a lasso, and shows thumbnails where they are few", async () => {
      const { page, server } = explorer;
      server.unready = 1;
      await page.keyboard.press("p");
      await page.getByText("The map is still made.").waitFor();
      const canvas = page.locator(".map-view canvas");
      await canvas.waitFor();
      const { x, y, width, height } = (await canvas.boundingBox())!;
      await page.getByRole("button", { name: "Lasso" }).click();
      // The right half.
      const corners = [
        [x + width - 4, y + 60],
        [x + width - 4, y + height - 4],
        [x + width / 2, y + height - 4],
        [x + width / 2, y + 60],
      ] as const;
      await page.mouse.move(x + width / 2, y + 60);
      await page.mouse.down();
      for (const [toX, toY] of corners) await page.mouse.move(toX, toY, { steps: 3 });
      await page.mouse.up();
      const { places, columns } = server.run;
      const right = [...columns.classOf.keys()].filter((image) => places[2 * image]! > 0.5).length;
      const text = await page.getByRole("toolbar").locator("strong").textContent();
      expect(Math.abs(Number(text!.split(" ")[0]) - right)).toBeLessThan(12);
      await page.getByRole("button", { name: "Lasso" }).click();
      await page.keyboard.press("Escape");
      await canvas.focus();
      // To the first class, whose middle is 230 pixels right of the map's.
      for (let i = 0; i < 4; i++) await page.keyboard.press("ArrowRight");
      for (let i = 0; i < 4; i++) await page.keyboard.press("+");
      await page.locator(".near img").first().waitFor();
      expect(await page.locator(".near img").count()).toBeLessThanOrEqual(90);
      await page.keyboard.press("Home");
      await page.locator(".near img").first().waitFor({ state: "detached" });
    });
  },
);
