/** Names with commas between them, and when `skein choose` refuses them. */
import { Command } from "commander";
import { expect, it } from "vitest";
import { type ChooseCommandOptions, choose } from "../../src/cli/choose.js";
import { add, help } from "../../src/cli/commands/choose.js";
import { add as addCluster } from "../../src/cli/commands/cluster.js";
import { namesHelp, namesOf } from "../../src/cli/names.js";
import { Output } from "../../src/cli/output.js";

it("takes spaces around names, and no empty list", () => {
  expect(namesOf("--features", " hog, colour ,")).toEqual(["hog", "colour"]);
  for (const empty of ["", " , "]) {
    expect(() => namesOf("--features", empty)).toThrow("--features is empty: give names with commas");
  }
});

it("lists names in a column", () => {
  const all = ["hog", "calinski-harabasz"].map((name) => ({ name, about: "what it is" }));
  expect(namesHelp(all)).toBe("  hog               what it is\n  calinski-harabasz what it is");
});

it.each([
  [{ features: "nope" }, "nope is no known image feature: choose one of"],
  [{ features: ":2" }, "--features has :2: give names, each with a weight"],
  [{ features: "hog, hog:0.5" }, "--features has hog twice: name each once"],
  [{ methods: "nope" }, "nope is no known method: choose one of gap, silhouette"],
  [{ methods: "gap, gap" }, "--methods has gap twice: name each once"],
  [{ methods: " " }, "--methods is empty"],
])(
  "choose refuses %j before it looks for images",
  async (options: Partial<ChooseCommandOptions>, message) => {
    const output = new Output({ quiet: true });
    const result = choose("no-such-folder", { device: "native", ...options }, output);
    await expect(result).rejects.toThrow(message);
  },
);

it("choose lists features and criteria in its help, and says how numbers without a vote come about", async () => {
  expect(await help()).toMatch(/^ {2}hog .*^ {2}gap .*^ {2}calinski-harabasz /ms);
  const program = new Command();
  add(program);
  let text = "";
  const command = program.commands[0]!.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  expect(text).toContain("a number which no criterion names can be recommended");
});

it("cluster takes --features with spaces", () => {
  const program = new Command();
  addCluster(program);
  const [command] = program.commands;
  command!.parseOptions(["--features", "hog, colour"]);
  expect(command!.opts().features).toEqual(["hog", "colour"]);
});
