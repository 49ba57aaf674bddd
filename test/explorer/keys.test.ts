/** The same without a mouse. */
import type { Page } from "playwright-core";
import { beforeEach, describe, expect, it } from "vitest";
import { missingChromium, useExplorer } from "./explorer_page.js";
import type { MockServer } from "./mock_server.js";

describe.skipIf(missingChromium)(
  `the explorer by keys${missingChromium ? ` (${missingChromium})` : ""}`,
  { timeout: 240_000 },
  () => {
    const explorer = useExplorer();
    let page: Page;
    let server: MockServer;
    beforeEach(() => {
      ({ page, server } = explorer);
    });
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const chosen = () => page.locator(".cell[aria-selected=true]").count();
    const toast = (text: string | RegExp) => page.getByRole("status").getByText(text);
    const list = () => page.getByRole("listbox", { name: "Images" });
    const focusedImage = async () =>
      Number((await list().getAttribute("aria-activedescendant"))!.slice("image-".length));

    it("takes keys as soon as it shows a view", async () => {
      let send = () => {};
      const asked = new Promise<void>((resolve) => {
        send = resolve;
      });
      await page.route("**/columns", async (route) => {
        await asked;
        await route.continue();
      });
      await page.reload();
      await page.getByRole("main").getByText("Opening the run...").waitFor();
      await page.getByRole("button", { name: /^boots / }).waitFor();
      expect(await page.getByRole("main").getByRole("heading").count()).toBe(0);
      send();
      await page.getByRole("heading", { name: /^All images 300 images/ }).waitFor();
      await press("q");
      await page.getByRole("heading", { name: "Where does this image belong?" }).waitFor();
    });

    it("takes the key after Esc, which leaves a dialog at once", async () => {
      await press("?");
      await page.getByRole("dialog").waitFor();
      // Without the frame that brings the event of closing.
      const left = await page.evaluate(
        `(async (dialog) => { dialog.requestClose(); await null; return dialog.isConnected; })(document.querySelector("dialog"))`,
      );
      expect(left).toBe(false);
    });

    it("walks through the grid, selects, moves by a digit, undoes and redoes", async () => {
      await list().focus();
      const first = await focusedImage();
      await press("ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight");
      expect(await chosen()).toBe(3);
      await press("Escape");
      expect(await chosen()).toBe(0);
      await press("Home", " ");
      expect(await chosen()).toBe(1);
      const to = server.run.columns.classOf[first] === 1 ? 2 : 1;
      await press(String(to + 1));
      await toast(/^1 image moved to/).waitFor();
      expect(server.decisions).toEqual([{ kind: "move", images: [first], to }]);
      await press("Control+z");
      await toast(/^Undone/).waitFor();
      await press("Control+Shift+z");
      await toast(/^Done again/).waitFor();
      await press("Control+a");
      await page.getByRole("toolbar").getByText("300 images").waitFor();
    });

    it("goes on with the next image where one left the class that is open", async () => {
      await page.getByRole("button", { name: /^boots / }).press("Enter");
      await list().focus();
      await press("Home");
      const [first, second] = await page
        .locator(".cell")
        .evaluateAll((cells: { id: string }[]) => cells.slice(0, 2).map(({ id }) => Number(id.slice(6))));
      expect(await focusedImage()).toBe(first);
      await press("2");
      await toast(/^1 image moved to sneakers/).waitFor();
      expect(await focusedImage()).toBe(second);
      await press("u");
      await toast(/^1 image moved to Unsorted/).waitFor();
      expect(server.decisions.map((one) => one.kind === "move" && one.images)).toEqual([[first], [second]]);
    });

    it("opens dialogs, which keep the focus and give it back", async () => {
      await list().focus();
      await press("m");
      await page.keyboard.type("tro");
      await press("Enter");
      await toast(/^1 image moved to trousers/).waitFor();
      await list().focus();
      await press("n");
      await page.keyboard.type("socks");
      await press("Enter");
      await page.getByRole("button", { name: /^socks / }).waitFor();
      await list().focus();
      await press("?");
      await page.getByRole("dialog", { name: "Keys" }).getByText("Lock or unlock the selection").waitFor();
      await press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      expect(await page.evaluate("document.activeElement.getAttribute('aria-label')")).toBe("Images");
      await page.getByRole("button", { name: /^boots / }).press("Enter");
      await press("r");
      await page.keyboard.type("shoes");
      await press("Enter");
      await toast("The class is called shoes").waitFor();
    });

    it("locks, ignores and links", async () => {
      await list().focus();
      await press("Home", "l");
      await toast("1 image locked").waitFor();
      await press("Shift+ArrowRight", "t");
      await press("a");
      await toast("The next re-fit parts the two images").waitFor();
      await press("Escape", "x");
      await toast("1 image ignored").waitFor();
      expect(server.decisions.map(({ kind }) => kind)).toEqual([
        "lock",
        "must-link",
        "cannot-link",
        "ignore",
      ]);
    });

    it("answers questions: first, second, neither, skip", async () => {
      const asked = server.run.questions(20);
      await press("q");
      const heading = (text: string) => page.getByRole("heading", { name: text });
      await heading("Where does this image belong?").waitFor();
      await press("1");
      await heading("Where do these 4 images belong?").waitFor();
      await press("2");
      await heading("Where does this image belong?").waitFor();
      await press("0");
      await heading("Where do these 4 images belong?").waitFor();
      await press(" ");
      await heading("Where does this image belong?").waitFor();
      await page.getByText("3 answered").waitFor();
      await expect.poll(() => server.decisions.length, { timeout: 60_000 }).toBe(3);
      expect(server.decisions).toEqual([
        { kind: "move", images: asked[0]!.images, to: asked[0]!.candidates[0] },
        { kind: "move", images: asked[1]!.images, to: asked[1]!.candidates[1] },
        { kind: "move", images: asked[2]!.images, to: null },
      ]);
    });

    it("asks the next question where one was answered by another class, also a new one", async () => {
      const asked = server.run.questions(20);
      const heading = (text: string) => page.getByRole("heading", { name: text });
      await press("q");
      await heading("Where does this image belong?").waitFor();
      await press("3");
      await page.keyboard.type("hat");
      await press("Enter");
      await heading("Where do these 4 images belong?").waitFor();
      await press("3");
      await page.getByRole("button", { name: "A new class" }).press("Enter");
      await page.keyboard.type("gloves");
      await press("Enter");
      await heading("Where does this image belong?").waitFor();
      // A dialog that is left is no answer.
      await press("3");
      await page.getByRole("dialog").waitFor();
      await press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await page.getByText("2 answered").waitFor();
      await press("2");
      await expect.poll(() => server.decisions.length, { timeout: 60_000 }).toBe(3);
      expect(server.decisions).toEqual([
        { kind: "move", images: asked[0]!.images, to: 9 },
        { kind: "move", images: asked[1]!.images, to: { new: "gloves" } },
        { kind: "move", images: asked[2]!.images, to: asked[2]!.candidates[1] },
      ]);
    });

    it("swaps the keeper of duplicates, and marks odd ones", async () => {
      server.unready = 1;
      await press("d");
      await page.getByText("The duplicates is still made.").waitFor();
      await page.getByRole("button", { name: `Keep ${server.run.nameOf(51)}` }).press("Enter");
      await toast(`${server.run.nameOf(51)} is kept`).waitFor();
      await page.getByText("kept: your choice").waitFor();
      await page.getByRole("button", { name: "Ignore the others" }).first().press("Enter");
      await toast("1 image ignored").waitFor();
      expect(server.decisions).toEqual([
        { kind: "keeper", image: 51, of: [50] },
        { kind: "ignore", images: [1], ignored: true },
      ]);
      await press("o");
      await page.getByText("Blurred: sharpness 3.1, of others 40 to 900").first().waitFor();
      await page.locator(".odd-ones button").first().press("Enter");
      await page.getByRole("toolbar").getByText("1 image").waitFor();
    });

    it("shows decisions at once, keeps their order, and takes back what a lost server never got", async () => {
      server.delay = 800;
      await page.getByRole("button", { name: /^boots / }).press("Enter");
      await list().focus();
      await press("Home");
      const before = server.run.state.classes[0]!.images;
      await press("2", "3");
      // Both are shown before the first is answered, and stay.
      await page.getByRole("heading", { name: `boots ${before - 2} images` }).waitFor();
      await toast(/^1 image moved to bags/).waitFor();
      await page.getByRole("heading", { name: `boots ${before - 2} images` }).waitFor();
      expect(server.decisions.map((one) => one.kind === "move" && one.to)).toEqual([1, 2]);
      await server.stop();
      await page.getByRole("alert").getByText("The server cannot be reached").waitFor();
      await press("2");
      await page.locator(".toast", { hasText: "The server cannot be reached" }).waitFor();
      await page.getByRole("heading", { name: `boots ${before - 2} images` }).waitFor();
      await server.start();
      await page.getByRole("alert").waitFor({ state: "detached" });
      // What Chromium says of requests to a server that is gone.
      const own = explorer.trouble.filter((text) => !/ERR_CONNECTION|ERR_INCOMPLETE|ERR_EMPTY/.test(text));
      explorer.trouble.splice(0, Infinity, ...own);
    });
  },
);
