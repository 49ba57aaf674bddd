/** The site: TypeDoc finds nothing to complain of, such as an exported name without documentation; links are checked. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";
// @ts-expect-error: scripts are plain JavaScript.
import { checkLinks } from "../../scripts/lib/site_links.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "skein-site-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("every exported name is documented, and comments link to what is there", {
  timeout: 600_000,
}, async () => {
  // Types are checked by tsc, before the tests.
  const typedoc = join(root, "node_modules/typedoc/bin/typedoc");
  const args = [typedoc, "--emit", "none", "--skipErrorChecking"];
  // A warning is an error: typedoc.config.js.
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: root });
  expect(`${stdout}${stderr}`).not.toMatch(/warning|error/);
});

it("links that lead nowhere are named", () => {
  mkdirSync(join(folder, "pages"));
  writeFileSync(join(folder, "picture.png"), "");
  writeFileSync(
    join(folder, "index.html"),
    '<h1 id="top">A</h1> <a href="pages/a.html#there">a</a> <a href="#top">b</a>',
  );
  writeFileSync(
    join(folder, "pages", "a.html"),
    '<h2 id="there">B</h2> <img src="../picture.png"> <a href="https://example.org/">c</a> <a href="../index.html#gone">d</a> <a href="b.html">e</a>',
  );
  expect(checkLinks(folder)).toEqual({
    pages: 2,
    links: 5,
    broken: ["pages/a.html: ../index.html#gone names no heading there", "pages/a.html: b.html is not a file"],
  });
});
