import { type Command, Option } from "commander";
import { Output } from "../output.js";
import { device, end, json, limit, maxPixels, quiet, SOURCES } from "../shared_options.js";

/** Place in the list of commands: after duplicates. */
export const order = 4.6;

/** The reasons, each with its threshold. */
export async function help(): Promise<string> {
  const { outlierReasons } = await import("../../review/outliers/index.js");
  return `\nReasons:\n${outlierReasons()
    .map(({ name, about }) => `  ${name.padEnd(22)} ${about}`)
    .join("\n")}`;
}

export function add(program: Command): void {
  program
    .command("outliers")
    .description("Find images that do not fit among the others, and say why.")
    .argument("<source>", "images, or the folder of a run, whose classes count too")
    .addOption(
      new Option("--reasons <names>", "look for these only, with commas between them (default: all)"),
    )
    .addOption(new Option("-o, --out <file>", "write a table, such as outliers.csv"))
    .addOption(new Option("-f, --force", "replace the table in --out"))
    .addOption(device())
    .addOption(maxPixels())
    .addOption(limit())
    .addOption(json())
    .addOption(quiet())
    .addHelpText(
      "after",
      `
${SOURCES}

A threshold relative to the set keeps a set of drawings on white from being called bright, and one of soft pictures from being
called blurred. Severity is 0 at the threshold and 1 at the worst. Distances are those of features that need no training (HOG,
and colours where there are some); of a run, those of its network where it has one. Nothing is deleted or moved.

The table has a line for each image and reason, the worst image first: image, reason, severity, score, threshold, text.

Examples:
  skein outliers photos/
  skein outliers runs/photos --reasons blurred,dark --out outliers.csv`,
    )
    .action((source, options) =>
      end(import("../outliers.js").then((command) => command.outliers(source, options, new Output(options)))),
    );
}
