import { type Command, Option } from "commander";
import { Output } from "../output.js";
import { device, end, quiet } from "../shared_options.js";

/** Place in the list of commands: after evaluate. */
export const order = 4.3;
/** Files of models that it uses. */
export const models = ["reads"] as const;

export function add(program: Command): void {
  program
    .command("report")
    .description("Write report.html of a run again, with what people corrected since.")
    .argument("<run>", "the folder that cluster wrote")
    .addOption(new Option("-o, --out <file>", "where the page goes (default: report.html in the run)"))
    .addOption(device())
    .addOption(quiet())
    .addHelpText(
      "after",
      `
Nothing is trained. Classes have the names, merges and images that people gave them; ignored images, and those that cannot
be read any more, are left out. Scores are of the corrected classes.

Example:
  skein report runs/photos`,
    )
    .action((run, options) =>
      end(import("../report.js").then(({ report }) => report(run, options, new Output(options)))),
    );
}
