/** What a person does with a mouse on a wide screen. */
import type { Locator, Page } from "playwright-core";
import { beforeEach, describe, expect, it } from "vitest";
import { missingChromium, useExplorer } from "./explorer_page.js";
import { MadeRun } from "./made_run.js";
import type { MockServer } from "./mock_server.js";

describe.skipIf(missingChromium)(
  `the explorer by mouse${missingChromium ? ` (${missingChromium})` : ""}`,
  () => {
    const explorer = useExplorer();
    let page: Page;
    let server: MockServer;
    beforeEach(() => {
      ({ page, server } = explorer);
    });

    const cell = (place: number): Locator => page.locator(".cell").nth(place);
    const select = (label: string) => page.locator("label", { hasText: label }).locator("select");
    const imageOf = async (at: Locator) => Number((await at.getAttribute("id"))!.slice("image-".length));
    const button = (name: string | RegExp) =>
      page.getByRole("button", { name, exact: typeof name === "string" });
    const classRow = (name: string) =>
      page
        .getByRole("complementary", { name: "Classes" })
        .getByRole("button", { name: new RegExp(`^${name} `) });
    const toast = (text: string | RegExp) => page.getByRole("status").getByText(text);

    it("selects by click, Shift and Ctrl, and shows what is known of an image", async () => {
      await cell(1).click();
      await cell(4).click({ modifiers: ["Shift"] });
      await cell(2).click({ modifiers: ["ControlOrMeta"] });
      const chosen = await page.locator(".cell[aria-selected=true]").count();
      expect(chosen).toBe(3);
      await page.getByText("3 images", { exact: true }).waitFor();
      const details = page.getByRole("complementary", { name: "The image in focus" });
      await details.getByRole("heading", { name: server.run.nameOf(await imageOf(cell(2))) }).waitFor();
      await details.getByText(/^640 x 480, \d+ kB, 2026-11-28$/).waitFor();
      await button("Select nothing").click();
      expect(await page.locator(".cell[aria-selected=true]").count()).toBe(0);
    });

    it("selects what a rubber band touches", async () => {
      const [from, to] = [(await cell(0).boundingBox())!, (await cell(1).boundingBox())!];
      // From the gap between two thumbnails.
      await page.mouse.move(from.x + from.width + 2, from.y + 10);
      await page.mouse.down();
      await page.mouse.move(to.x + 20, to.y + to.height + 30, { steps: 4 });
      await page.mouse.up();
      // The second of the first row, and the one below it.
      expect(await page.locator(".cell[aria-selected=true]").count()).toBe(2);
      expect(await cell(1).getAttribute("aria-selected")).toBe("true");
    });

    it("moves images to a class that is searched for; undo and redo", async () => {
      const images = [await imageOf(cell(0)), await imageOf(cell(1))];
      await cell(0).click();
      await cell(1).click({ modifiers: ["Shift"] });
      await button("Move").click();
      await page.getByRole("combobox", { name: "Find a class" }).last().fill("hat");
      await page.getByRole("dialog").getByRole("option", { name: /^hats/ }).click();
      await toast("2 images moved to hats").waitFor();
      expect(server.decisions).toEqual([{ kind: "move", images, to: 9 }]);
      const before = server.run.state.classes.find(({ id }) => id === 9)!.images;
      await button("Undo").click();
      await toast(/^Undone: /).waitFor();
      expect(server.run.state.classes.find(({ id }) => id === 9)!.images).toBeLessThan(before);
      await button("Redo").click();
      await toast(/^Done again: /).waitFor();
      await classRow("hats").getByText(String(before)).waitFor();
      await button("History").click();
      await page.getByRole("dialog").getByText("2 moved to hats").waitFor();
    });

    it("makes a class of a selection, and shows it under its name", async () => {
      await cell(0).click();
      await button("New class").click();
      await page.getByLabel("Name (it may stay empty)").fill("gloves");
      await button("Make a class of 1 image").click();
      await classRow("gloves").waitFor();
      expect(server.decisions[0]).toMatchObject({ kind: "move", to: { new: "gloves" } });
    });

    it("renames a class, also to a proposed name", async () => {
      await classRow("boots").click();
      await button("Rename").click();
      await page.getByRole("dialog").getByLabel("Name").fill("winter boots");
      await page.getByRole("dialog").getByRole("button", { name: "Rename" }).click();
      await page.getByRole("heading", { name: /^winter boots/ }).waitFor();
      await button("Rename").click();
      await page.getByRole("dialog").getByRole("button", { name: "word 0" }).click();
      await toast("The class is called word 0").waitFor();
      await page.getByRole("heading", { name: /^word 0/ }).waitFor();
      expect(server.decisions.map((one) => one.kind === "name" && one.name)).toEqual([
        "winter boots",
        "word 0",
      ]);
    });

    it("merges marked classes into the largest, and one class into another", async () => {
      await page.getByLabel("Mark hats for a merge").check();
      await page.getByLabel("Mark boots for a merge").check();
      await button(/^Merge 2 classes/).click();
      await classRow("hats").waitFor({ state: "detached" });
      await classRow("bags").click();
      await button("Merge").click();
      await page
        .getByRole("dialog")
        .getByRole("option", { name: /^shirts/ })
        .click();
      await toast("bags is part of shirts").waitFor();
      expect(server.decisions).toEqual([
        { kind: "merge", classes: [9, 0], into: 0 },
        { kind: "merge", classes: [3, 2], into: 3 },
      ]);
      await page.getByRole("heading", { name: /^shirts/ }).waitFor();
    });

    it("splits a class, and moves images to no class", async () => {
      const before = server.run.state.classes.length;
      await classRow("boots").click();
      await button("Split").click();
      await page.getByLabel("Parts").fill("3");
      await page.getByRole("dialog").getByRole("button", { name: "Split" }).click();
      await toast("boots is split into 3").waitFor();
      expect(server.run.state.classes.length).toBe(before + 2);
      await cell(0).click();
      await button("Unsorted").click();
      await toast("1 image moved to Unsorted").waitFor();
      expect(server.decisions[1]).toMatchObject({ kind: "move", to: null });
    });

    it("locks; what the server refuses is taken back and said in its words", async () => {
      const image = await imageOf(cell(0));
      const home = server.run.columns.classOf[image]!;
      await cell(0).click();
      await button("Lock").click();
      await toast("1 image locked").waitFor();
      await button("Move").click();
      await page
        .getByRole("dialog")
        .getByRole("option", { name: home === 1 ? /^bags/ : /^sneakers/ })
        .click();
      await toast(/IMG_\d+\.jpg is locked: unlock it before it is moved/).waitFor();
      const title = server.run.state.classes.find(({ id }) => id === home)!.name ?? `Class ${home}`;
      await page.locator(`#image-${image}[aria-label*="${title}"]`).waitFor();
      await button("Unlock").click();
      await toast("1 image unlocked").waitFor();
    });

    it("ignores images, and shows them by the filter for them alone", async () => {
      const image = await imageOf(cell(0));
      await cell(0).click();
      await button("Ignore").click();
      await page.getByRole("heading", { name: /^All images 299 images/ }).waitFor();
      await select("Show").selectOption("ignored");
      await page.getByRole("heading", { name: /^All images 1 image/ }).waitFor();
      expect(await imageOf(cell(0))).toBe(image);
      await select("Show").selectOption("locked");
      await page.getByText('No image passes the filter "locked".').waitFor();
    });

    it("links images, and says that two are not the same", async () => {
      const [a, b] = [await imageOf(cell(0)), await imageOf(cell(1))];
      await cell(0).click();
      await cell(1).click({ modifiers: ["ControlOrMeta"] });
      await button("Not the same").click();
      await toast("The next re-fit parts the two images").waitFor();
      await button("Belong together").click();
      await toast("2 images belong together").waitFor();
      expect(server.decisions).toEqual([
        { kind: "cannot-link", images: [a, b] },
        { kind: "must-link", images: [a, b] },
      ]);
    });

    it("orders images and classes, finds classes, and sizes thumbnails", async () => {
      await select("Order").selectOption({ label: "as in the run" });
      expect(await imageOf(cell(0))).toBe(0);
      await select("Order").selectOption("largest");
      const { bytes } = server.run.columns;
      expect(bytes[await imageOf(cell(0))]).toBe(Math.max(...bytes));
      const rows = page.getByRole("complementary", { name: "Classes" }).locator(".class .title");
      await page.getByLabel("Order of classes").selectOption("name");
      expect(await rows.allTextContents()).toEqual(
        ["All images", "bags", "boots", "Class 6", "Class 8", "coats", "dresses", "hats"].concat([
          "shirts",
          "sneakers",
          "trousers",
          "Unsorted",
        ]),
      );
      await page.getByRole("searchbox", { name: "Find a class" }).fill("SN");
      expect(await rows.allTextContents()).toEqual(["All images", "sneakers"]);
      const before = (await cell(0).boundingBox())!.width;
      await page.getByLabel("Size").fill("220");
      expect((await cell(0).boundingBox())!.width).toBeGreaterThan(before + 60);
    });

    it("moves images to Unsorted by the dialog", async () => {
      await classRow("boots").click();
      await cell(0).click();
      await button("Move").click();
      await page
        .getByRole("dialog")
        .getByRole("option", { name: /^Unsorted/ })
        .click();
      await toast("1 image moved to Unsorted").waitFor();
      expect(server.decisions).toMatchObject([{ kind: "move", to: null }]);
    });

    it("shows the last page of duplicates where all of the one after it are decided", async () => {
      server.run = new MadeRun(2050);
      await page.reload();
      await button("Duplicates").click();
      await page.getByRole("button", { name: "Next" }).click();
      await page.getByText("41 to 41").waitFor();
      await button("Ignore the others").click();
      await page.getByRole("heading", { name: /40 groups/ }).waitFor();
      expect(await page.getByRole("article").count()).toBe(40);
    });

    it("shows similar images, and goes back", async () => {
      const image = await imageOf(cell(3));
      await cell(3).click();
      await button("Show similar").first().click();
      await page.getByRole("heading", { name: /^Similar images 121 images/ }).waitFor();
      expect(await imageOf(cell(0))).toBe(image);
      expect(await imageOf(cell(1))).toBe(server.run.similar(image, 1).images[0]);
      await button("Back").click();
      await page.getByRole("heading", { name: /^All images/ }).waitFor();
    });

    it("re-fits with progress, and says where a re-fit counts, and when it is dropped", async () => {
      await cell(0).click();
      await button("Unsorted").click();
      await toast("1 image moved to Unsorted").waitFor();
      await button("Export").click();
      const note = page.getByText(/^Images are written with the classes of the re-fit/);
      await page.getByLabel("Where").waitFor();
      expect(await note.count()).toBe(0);
      await page.keyboard.press("Escape");
      await button("Re-fit").click();
      await button(/^Re-fit \d+ %$/).waitFor();
      await button("Re-fit").waitFor();
      await button("Export").click();
      await note.waitFor();
      await page.keyboard.press("Escape");
      await button("Undo").click();
      await toast("The re-fit knew this decision, and is dropped.").waitFor();
    });

    it("exports after a look at what would be written, and says why it cannot", async () => {
      await button("Export").click();
      await page.getByLabel("Where").fill("taken");
      await button("Show what would be written").click();
      await page.getByRole("alert").getByText("taken is not empty").waitFor();
      await page.getByLabel("Where").fill("sorted");
      await button("Show what would be written").click();
      await page.getByText("300 files with 300 images would be written:").waitFor();
      await button("Write").click();
      await page.getByText("300 files with 300 images written:").waitFor();
      const sent = server.posted.filter(({ path }) => path === "export").map(({ body }) => body);
      expect(sent.at(-2)).toMatchObject({ format: "folders", out: "sorted", dryRun: true });
      expect(sent.at(-1)).toMatchObject({ format: "folders", out: "sorted", dryRun: false });
    });

    it("says what cannot be saved, and refuses decisions", async () => {
      server.run.readOnly = "The run's folder cannot be written: nothing is saved.";
      server.run.notes = ["2 images vanished"];
      server.tell();
      await page.getByRole("status").getByText("The run's folder cannot be written").waitFor();
      await page.getByText("1 note on this run").click();
      await page.getByText("2 images vanished").waitFor();
      await cell(0).click();
      await button("Unsorted").click();
      await page.locator(".toast", { hasText: "cannot be written" }).waitFor();
      expect(server.decisions).toEqual([]);
    });
  },
);
