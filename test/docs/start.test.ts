/** docs/start.md: its programs and commands, run in its order as a new user would; installing is test/package's. */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";
import { here } from "../cli/skein.js";
import { blockOf, textOf } from "../support/page_program.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const page = textOf("docs/start.md");
const folder = mkdtempSync(join(tmpdir(), "skein-start-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What the page has its reader do, in order: files to save, and lines to type. */
const steps: { readonly file?: string; readonly text: string }[] = [
  ...page.matchAll(/<!-- (program|commands) ?([\w.]*) -->\n```\w*\n([\s\S]*?)```/g),
].flatMap(([, kind, file, text]) =>
  kind === "program"
    ? [{ file: file!, text: text! }]
    : text!
        .trim()
        .split("\n")
        .map((line) => ({ text: line })),
);

async function node(args: string[]): Promise<string> {
  return (await promisify(execFile)(process.execPath, args, { cwd: folder })).stdout;
}

async function skein(args: string[]): Promise<string> {
  const { code, stdout, stderr } = await here(args, { cwd: folder });
  expect(code, stderr).toBe(0);
  return stdout;
}

async function type(line: string): Promise<string> {
  const [, text, , target] = /^(.*?)( > (\S+))?$/.exec(line)!;
  const words = text!.split(" ");
  const program = words[0] === "npx" ? words.splice(0, 2).join(" ") : words.shift();
  expect(["npx skein", "node"]).toContain(program);
  const stdout = program === "node" ? await node(words) : await skein(words);
  if (target) writeFileSync(join(folder, target), stdout);
  return stdout;
}

it("docs/start.md works as printed [native]", { timeout: 900_000 }, async () => {
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(root, join(folder, "node_modules", "skein"));
  symlinkSync(join(root, "node_modules", "sharp"), join(folder, "node_modules", "sharp"));
  const printed = new Map<string, string>();
  for (const { file, text } of steps) {
    if (file) writeFileSync(join(folder, file), text);
    else printed.set(text, await type(text));
  }
  const of = (part: string) => [...printed].find(([line]) => line.includes(part))![1];
  expect(of("--method ward")).toContain(blockOf(page, "output"));
  expect(of("star-0.png")).toContain("star");
  expect(of("node classify.mjs")).toBe("moon\n");
  for (const file of ["runs/first/report.html", "choice.html", "sorted/class-0", "shapes.onnx"]) {
    expect(existsSync(join(folder, file)), file).toBe(true);
  }
  expect(readFileSync(join(folder, "classes.csv"), "utf8").trim().split("\n")).toHaveLength(41);
});
