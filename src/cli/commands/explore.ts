import { type Command, Option } from "commander";
import { wholeNumber } from "../options.js";
import { Output } from "../output.js";
import { device, end, quiet } from "../shared_options.js";

/** Place in the list of commands: before duplicates. */
export const order = 4.4;

export function add(program: Command): void {
  program
    .command("explore")
    .description(
      "Look at a run in the browser, and correct its classes: merge, split, rename, move, with undo.",
    )
    .argument("<run>", "the folder of a run, as skein cluster writes it")
    .addOption(
      new Option("--port <n>", "port of the page on 127.0.0.1 (default: any that is free)").argParser(
        wholeNumber("--port", 1, 65_535),
      ),
    )
    .addOption(new Option("--open", "open the page in the browser; without it the address is printed alone"))
    .addOption(device())
    .addOption(quiet())
    .addHelpText(
      "after",
      `
Prints the address of a page, and answers it until Ctrl-C. The page is for this machine alone: the address holds a token,
and whoever has it may look at the run's images and correct its classes. Nothing is sent anywhere else. With --open the browser
gets it by a file that you alone may read; where it may not read temporary files, open the printed address.

Each decision is in corrections.jsonl in the run's folder, and on the disk, before the page shows it. Thumbnails, features
and what follows from them are computed in the background, once, and kept in the folder .review there, which may be deleted.
In a folder that cannot be written to, the page opens, and nothing can be decided.

Examples:
  skein explore runs/photos-20261121-101500
  skein explore runs/photos-20261121-101500 --open`,
    )
    .action((run, options) =>
      end(import("../explore.js").then((command) => command.explore(run, options, new Output(options)))),
    );
}
