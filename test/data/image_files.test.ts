/** Files of a folder or a list: which are given by their content, and in which order. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { filesAt } from "../../src/data/image_files.js";
import { put } from "./images.js";

const root = mkdtempSync(join(tmpdir(), "skein-files-"));
afterAll(() => rmSync(root, { recursive: true }));

test("small files are given by their content, others by their path, in order", async () => {
  const contents: Record<string, string> = {
    "small.png": "\x89PNG",
    "empty.png": "",
    "drawing.png": "<svg></svg>",
    "full.png": "x".repeat(2 ** 16),
    "large.png": "x".repeat(2 ** 16 + 1),
  };
  for (const [name, content] of Object.entries(contents)) put(root, name, content);
  put(root, "folder.png/1", "");
  const names = [...Object.keys(contents), "folder.png", "missing.png"];
  const many = Array.from({ length: 60 }, (_, i) => names[i % names.length]!);
  let place = 0;
  for await (const file of filesAt(root, many).open(many.keys())) {
    expect(file.place).toBe(place);
    const name = many[place++]!;
    const small = ["small.png", "empty.png", "full.png"].includes(name);
    const input = "input" in file ? file.input : null;
    expect(typeof input === "string" ? input : Buffer.from(input!).toString()).toBe(
      small ? contents[name]! : join(root, name),
    );
  }
  expect(place).toBe(many.length);
});

test("only what is asked for is read, and whoever breaks off waits for what is being read", async () => {
  const names = Array.from({ length: 50 }, (_, i) => put(root, `many/${i}.png`, `${i}`));
  const files = filesAt(null, names);
  for await (const file of files.open([3, 7, 41])) {
    expect("input" in file && Buffer.from(file.input as Uint8Array).toString()).toBe(`${file.place}`);
    if (file.place === 7) break;
  }
  rmSync(join(root, "many"), { recursive: true });
  for await (const file of files.open([3])) expect(file).toEqual({ place: 3, input: names[3] });
});

test("what fails ahead of its turn is said in its turn, and the files before it are read", async () => {
  put(root, "first.png", "1");
  const opened = filesAt(root, ["first.png", 5 as unknown as string]).open([0, 1]);
  expect((await opened.next()).value).toMatchObject({ place: 0 });
  // Node says which rejections nobody handles once the promises at hand are settled; Vitest fails for them.
  await setImmediate();
  await expect(opened.next()).rejects.toThrow(TypeError);
});
