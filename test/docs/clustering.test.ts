/** docs/clustering.md: its settings, defaults, example and figures are those of the clusterer. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { defaultOf, SETTINGS, settingsHelp } from "../../src/cli/cluster/settings.js";
import { parseConfig } from "../../src/models/index.js";

const root = new URL("../../", import.meta.url);
const page = readFileSync(new URL("docs/clustering.md", root), "utf8");

/** Names of the leaves of nested objects: "augmentation.flip". */
function leaves(value: object, path = ""): string[] {
  return Object.entries(value).flatMap(([name, part]) =>
    typeof part === "object" ? leaves(part, `${path}${name}.`) : [`${path}${name}`],
  );
}

describe("docs/clustering.md", () => {
  it("has the ten settings of the help, in their order, with their defaults", () => {
    const rows = [...page.matchAll(/^\| `([\w.]+)` \| (\S+) \|/gm)].map(([, name, value]) => [name, value]);
    expect(rows).toHaveLength(10);
    expect(rows).toEqual(SETTINGS.map(({ name }) => [name, defaultOf(name)]));
    for (const { name } of SETTINGS) expect(settingsHelp()).toContain(`${name} (${defaultOf(name)})`);
  });

  it("has an example of all ten that the clusterer takes", () => {
    const [, text] = /<!-- example -->\s*```json\n(.*?)```/s.exec(page)!;
    const example = JSON.parse(text!);
    expect(leaves(example).sort()).toEqual(SETTINGS.map(({ name }) => name).sort());
    expect(parseConfig(example)).toMatchObject(example);
    expect(() => parseConfig({ ...example, augmentation: { flips: 0.5 } })).toThrow("flips");
  });

  it("gives the loss of equal probabilities and the lowest one", () => {
    const { information, balance } = parseConfig().objective;
    // Consistency is 0; the entropy of the mean is ln K, that of each image ln K or 0.
    for (const factor of [information * (balance - 1), information * balance]) {
      expect(page).toContain(
        `-${factor.toFixed(1)} × ln K: ${(-factor * Math.log(10)).toFixed(2)} for ten classes`,
      );
    }
  });

  it("is linked from the README and from the help, and stands in the package", () => {
    expect(readFileSync(new URL("README.md", root), "utf8")).toContain("](docs/clustering.md)");
    const { files } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
    expect(files).toContain("docs");
  });
});
