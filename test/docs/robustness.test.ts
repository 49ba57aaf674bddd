/** docs/robustness.md: its program, run as printed; its tables are those of the code. */
import { describe, expect, it } from "vitest";
import { ImageClassifier, ImageClusterer } from "../../src/models/index.js";
import { normalQuantile } from "../../src/robustness/binomial.js";
import { registeredAttacks, registeredChanges } from "../../src/robustness/index.js";
import { planRobustness } from "../../src/robustness/options.js";
import { runPage, textOf } from "../support/page_program.js";

const page = textOf("docs/robustness.md");
/** Names in the first column of the table that begins so. */
const names = (column: string) =>
  new RegExp(`\\| ${column} \\|[^\\n]*\\n\\| --- [^\\n]*\\n((?:\\|[^\\n]*\\n)+)`)
    .exec(page)![1]!
    .split("\n")
    .flatMap((row) => [...(row.split(" | ")[0] ?? "").matchAll(/`([^`]+)`/g)].map(([, name]) => name));

describe("docs/robustness.md", () => {
  it("prints what it says [native]", async () => {
    const { printed, said } = await runPage("robustness");
    expect(printed).toBe(said);
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
    expect(textOf("README.md")).toContain("](docs/robustness.md)");
  });
});
