/** What --open leaves for others to see. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { OpenedPage } from "../../src/cli/opened_page.js";
import { Output } from "../../src/cli/output.js";

const ADDRESS = "http://127.0.0.1:4321/SECRET-token/";
const { PATH } = process.env;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "skein-opener-"));
});
afterEach(() => {
  process.env.PATH = PATH;
  rmSync(folder, { recursive: true });
});

it.runIf(process.platform === "linux")(
  "gives the browser a file of its owner's alone, which leads to the address, until it is closed",
  { timeout: 60_000 },
  async () => {
    const said = join(folder, "said");
    const opener = join(folder, "xdg-open");
    writeFileSync(opener, `#!/bin/sh\nprintf '%s' "$*" > "${said}.new"\nmv "${said}.new" "${said}"\n`);
    chmodSync(opener, 0o755);
    process.env.PATH = `${folder}:${PATH}`;
    const page = OpenedPage.open(ADDRESS, new Output({ quiet: true }))!;
    while (!existsSync(said)) await setTimeout(20);
    const line = readFileSync(said, "utf8");
    expect(line).toMatch(/^file:\/\/\/\S+\.html$/);
    expect(line).not.toContain("SECRET");
    const file = fileURLToPath(line);
    expect(readFileSync(file, "utf8")).toContain(`content="0; url=${ADDRESS}"`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
    page.close();
    expect(existsSync(dirname(file))).toBe(false);
  },
);
