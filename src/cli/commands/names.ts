import { type Command, Option } from "commander";
import { positiveNumber } from "../options.js";
import { Output } from "../output.js";
import { end, json, quiet } from "../shared_options.js";

/** Place in the list of commands: after outliers. */
export const order = 4.7;

export function add(program: Command): void {
  program
    .command("names")
    .description("Propose names for the classes of a run, by words that their images bring along.")
    .argument("<run>", "the folder of a run, as skein cluster writes it")
    .addOption(new Option("--apply", "give each class without a name its best proposal"))
    .addOption(
      new Option(
        "--min-confidence <n>",
        "with --apply: leave out proposals below it (default: 0.5)",
      ).argParser(positiveNumber("--min-confidence", { high: 1 })),
    )
    .addOption(json())
    .addOption(quiet())
    .addHelpText(
      "after",
      `
Words are those of file and folder names, keywords and places in EXIF, IPTC and XMP, cameras and years. Counted are words that many
images of a class have and few others (TF-IDF); numbers, hashes, IMG, DSC and words that all images share are left out. Nothing is
asked for outside this machine. Confidence is the share of the class's images with the word, times the share of the word's images
that are in the class; half of that for cameras and years.

--apply adds a decision for each name to corrections.jsonl in the run's folder.

Examples:
  skein names runs/photos
  skein names runs/photos --apply --min-confidence 0.7`,
    )
    .action((run, options) =>
      end(
        import("../class_names.js").then((command) => command.classNames(run, options, new Output(options))),
      ),
    );
}
