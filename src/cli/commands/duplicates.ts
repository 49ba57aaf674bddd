import { type Command, Option } from "commander";
import { ratio } from "../options.js";
import { Output } from "../output.js";
import { device, end, json, limit, maxPixels, quiet, SOURCES } from "../shared_options.js";

/** Place in the list of commands: after preprocess. */
export const order = 4.5;

export function add(program: Command): void {
  program
    .command("duplicates")
    .description("Find images that are nearly the same, and say which of each group to keep.")
    .argument("<source>", "a folder of images, or a CSV of paths")
    .addOption(
      new Option(
        "--similarity <n>",
        "least correlation of two pictures after they are aligned, above 0.5 (default: 0.96)",
      ).argParser(ratio("--similarity")),
    )
    .addOption(new Option("--no-mirrored", "a picture and its mirror image are two pictures"))
    .addOption(
      new Option(
        "--keep <rules>",
        "which of a group is kept, the first rule that decides: resolution, sharpness, size, date, path (default: these, in this order)",
      ),
    )
    .addOption(new Option("-o, --out <file>", "write the groups as a table, such as duplicates.csv"))
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

Files with the same bytes are copies. Other pictures are compared by thumbnails without colour, of 16 x 16 cells, each with
all others; pairs that come close are compared again at 32 x 32, with their colours and in the same light, as they are and
aligned (shifted and scaled by up to a tenth). So found are pictures of another size, compressed again, a little brighter or darker, cut by a few per cent,
or mirrored. Nothing is deleted or moved.

--keep: resolution, most pixels; sharpness, the greatest variance of the Laplacian; size, most bytes; date, the oldest date
of change; path, the shortest path.

The table has a line for each image of a group: group, image, keep (1 or 0), kind (kept, copy, similar, mirrored),
similarity to the kept one (empty where only others lie between the two), and why that is kept.

Examples:
  skein duplicates photos/
  skein duplicates photos/ --keep date,path --out duplicates.csv`,
    )
    .action((source, options) =>
      end(
        import("../duplicates.js").then((command) =>
          command.duplicates(source, options, new Output(options)),
        ),
      ),
    );
}
