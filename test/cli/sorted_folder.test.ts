/** A folder that images were sorted into before. */
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { SortedFolder } from "../../src/cli/sorted_folder.js";
import { temporaryFolder } from "./skein.js";

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string) => join(folder.path, name);
const CLASSES = ["class-0", "class-1"];

function write(name: string, text = name): void {
  mkdirSync(join(at(name), ".."), { recursive: true });
  writeFileSync(at(name), text);
}

describe("SortedFolder", () => {
  it("knows what lies behind a link to the folder of a class", async () => {
    write("elsewhere/a.png", "mine");
    mkdirSync(at("sorted"));
    symlinkSync(at("elsewhere"), at("sorted/class-0"));
    const sorted = await SortedFolder.open(at("sorted"), "sorted", CLASSES);
    expect(sorted!.has("class-0", "A.png")).toBe(true);
    write("new/a.png", "mine");
    expect(await sorted!.holds("class-0", "a.png", { file: at("new/a.png") })).toBe(true);
  });

  it("takes in all images or none, and never in place of another", async () => {
    write("kept/class-0/a.png", "mine");
    write("work/class-0/a.png", "other");
    write("work/class-1/b.png", "new");
    const sorted = await SortedFolder.open(at("kept"), "kept", CLASSES);
    await expect(sorted!.takeIn(at("work"))).rejects.toThrow(
      "class-0/a.png came there while images were sorted: sort them again",
    );
    expect(readFileSync(at("kept/class-0/a.png"), "utf8")).toBe("mine");
    expect(readdirSync(at("kept"), { recursive: true })).not.toContain(join("class-1", "b.png"));
  });
});
