/** 100,000 images, drawn by software. Limits are for the processor's time, which a busy machine does not lengthen much; all figures are printed. */
import { describe, expect, it } from "vitest";
import { missingChromium, useExplorer } from "./explorer_page.js";
import { measure } from "./speed.js";

describe.skipIf(missingChromium)(
  `the explorer with 100,000 images${missingChromium ? ` (${missingChromium})` : ""}`,
  () => {
    const explorer = useExplorer({}, 100_000);

    it("opens, scrolls, pans and shows decisions without a wait, in bounded memory", async () => {
      const speed = await measure(explorer.page, explorer.server);
      console.log(
        JSON.stringify(speed, (_, value) => (typeof value === "number" ? Math.round(value) : value)),
      );
      const { scrolling, panning, move, rename, merge } = speed;
      for (const { cpu } of [scrolling, panning]) expect(cpu).toBeLessThan(33);
      // Before the answer, which comes after five seconds.
      for (const { cpu } of [move, rename, merge]) expect(cpu).toBeLessThan(200);
      expect(speed.elements).toBeLessThan(200);
      expect(speed.heap).toBeLessThan(150);
    });
  },
);
