import { type Command, Option } from "commander";
import { positiveNumber, wholeNumber } from "../options.js";
import { Output } from "../output.js";
import { device, end, json, maxPixels, quiet } from "../shared_options.js";

/** Place in the list of commands: after correct. */
export const order = 1.6;
/** Files of models that it uses. */
export const models = ["reads"] as const;

export function add(program: Command): void {
  program
    .command("update")
    .description("Sort new images into the classes of a run, without training, and add them to it.")
    .argument("<run>", "the folder of a run, as skein cluster writes it")
    .argument("<images...>", "image files, or folders of them")
    .addOption(
      new Option(
        "--threshold <n>",
        "an image whose class is less likely right than this stays unsorted (default: 0.5)",
      ).argParser(positiveNumber("--threshold", { high: 1 })),
    )
    .addOption(
      new Option("--accept-new", "make the classes that are proposed for unsorted images that look alike"),
    )
    .addOption(
      new Option("--least <n>", "images that a proposed class has at least (default: 5)").argParser(
        wholeNumber("--least", 2),
      ),
    )
    .addOption(device())
    .addOption(maxPixels())
    .addOption(json())
    .addOption(quiet())
    .addHelpText(
      "after",
      `
Classes are those that there are after all corrections, also classes that a person made: an image goes where the images of the run
that look like it are, weighed with what the model says. Confidence is calibrated: the share of images that get their own class again,
or that a person would say the same of. An image that the run has, by its content, is not added twice; one that was moved gets its
new path. Unsorted images that look alike, earlier ones included, are proposed as new classes.

Images are added to assignments.csv (split: added) some thousand at a time: where it is interrupted, the same command goes on.

Examples:
  skein update runs/photos new-photos/
  skein update runs/photos new-photos/ --threshold 0.8 --accept-new`,
    )
    .action((run, images, options) =>
      end(import("../update.js").then(({ update }) => update(run, images, options, new Output(options)))),
    );
}
