import { type Command, Option } from "commander";
import { positiveNumber } from "../options.js";
import { Output } from "../output.js";
import { end, json, quiet } from "../shared_options.js";

/** Place in the list of commands: after names. */
export const order = 4.8;

/** The formats. */
export async function help(): Promise<string> {
  const { exportFormats } = await import("../../review/exports/index.js");
  return `\nFormats:\n${exportFormats()
    .map(({ name, about }) => `  ${name.padEnd(13)} ${about}`)
    .join("\n")}`;
}

export function add(program: Command): void {
  program
    .command("export-images")
    .description("Write a run's images, with the classes that people corrected, for other tools.")
    .argument("<run>", "the folder of a run, as skein cluster writes it")
    .requiredOption("--format <name>", "see below")
    .addOption(
      new Option(
        "-o, --out <path>",
        "a file, or a folder of pictures (default: stdout, for formats of one file)",
      ),
    )
    .addOption(
      new Option("--class <classes...>", "these classes only, by id or name; unsorted for images of none"),
    )
    .addOption(
      new Option("--min-confidence <n>", "leave out images of less confidence, 0 to 1").argParser(
        positiveNumber("--min-confidence", { high: 1 }),
      ),
    )
    .addOption(new Option("--keepers", "of near-duplicates only the one that a person chose to keep"))
    .addOption(new Option("--copy", "copy the files").conflicts("link"))
    .addOption(new Option("--link", "link to the files (the default)"))
    .addOption(new Option("--dry-run", "say what would be written, and write nothing"))
    .addOption(new Option("-f, --force", "replace an earlier export"))
    .addOption(json())
    .addOption(quiet())
    .addHelpText(
      "after",
      `
Images have the classes and names that corrections.jsonl gives them; ignored ones are left out. Images whose class a person chose
count with confidence 1. A folder appears all at once or not at all, and --force replaces nothing but an earlier export.

Examples:
  skein export-images runs/photos --format folders --out sorted --dry-run
  skein export-images runs/photos --format yolo --out boots-and-bags --class boots bags --copy
  skein export-images runs/photos --format list --class blurred | xargs -d '\\n' cp -t elsewhere`,
    )
    .action((run, options) =>
      end(
        import("../export_images.js").then((command) =>
          command.exportRunImages(run, options, new Output(options)),
        ),
      ),
    );
}
