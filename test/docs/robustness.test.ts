/** docs/robustness.md: its program, run as printed; its tables are those of the code. */
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { ImageClassifier, ImageClusterer } from "../../src/models/index.js";
import { normalQuantile } from "../../src/robustness/binomial.js";
import { registeredAttacks, registeredChanges } from "../../src/robustness/index.js";
import { planRobustness } from "../../src/robustness/options.js";

const root = new URL("../../", import.meta.url);
const page = readFileSync(new URL("docs/robustness.md", root), "utf8");
const block = (marker: string) =>
  new RegExp(`<!-- ${marker} -->\\s*\`\`\`\\w*\\n([^]*?)\`\`\``).exec(page)![1]!;
/** Names in the first column of the table that begins so. */
const names = (column: string) =>
  new RegExp(`\\| ${column} \\|[^\\n]*\\n\\| --- [^\\n]*\\n((?:\\|[^\\n]*\\n)+)`)
    .exec(page)![1]!
    .split("\n")
    .flatMap((row) => [...(row.split(" | ")[0] ?? "").matchAll(/`([^`]+)`/g)].map(([, name]) => name));

describe("docs/robustness.md", () => {
  it("prints what it says [native]", { timeout: 300_000 }, async () => {
    // Inside the project, so that "skein" is the package itself.
    const folder = new URL(".cache/robustness-page/", root);
    mkdirSync(folder, { recursive: true });
    writeFileSync(new URL("program.mjs", folder), block("program"));
    try {
      const cwd = fileURLToPath(folder);
      const { stdout } = await promisify(execFile)(process.execPath, ["program.mjs"], { cwd });
      expect(stdout).toBe(block("output"));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("has all attacks, changes and settings, with their defaults", () => {
    expect(names("attack")).toEqual(registeredAttacks().map(({ name }) => name));
    expect(names("change")).toEqual(registeredChanges().map(({ name }) => name));
    const rows = [
      ...page.matchAll(/^\| `(weight|epsilon|xi|iterations|from)` \| ([\d.]+) \| ([\d.]*) ?\|/gm),
    ];
    const defaults = (column: 2 | 3) =>
      Object.fromEntries(rows.flatMap((row) => (row[column] ? [[row[1], Number(row[column])]] : [])));
    expect(new ImageClusterer().config.objective.adversarial).toEqual(defaults(2));
    expect(new ImageClassifier().config.adversarial).toEqual(defaults(3));
    const { n, alpha } = planRobustness().settings.certificate!;
    const most = normalQuantile(alpha ** (1 / n)).toFixed(1);
    expect(page).toContain(`sigma times ${most} with 10,000 draws and \`alpha\` ${alpha}`);
    expect(n).toBe(10_000);
  });

  it("is linked from the README", () => {
    expect(readFileSync(new URL("README.md", root), "utf8")).toContain("](docs/robustness.md)");
  });
});
