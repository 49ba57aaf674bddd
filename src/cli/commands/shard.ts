import { type Command, Option } from "commander";
import { wholeNumber } from "../options.js";
import { Output } from "../output.js";
import { end, labels, quiet, SOURCES } from "../shared_options.js";

/** Place in the list of commands: after export-images. */
export const order = 4.9;

export function add(program: Command): void {
  program
    .command("shard")
    .description("Copy images into tar files of equally many, for sets that are too large for a folder.")
    .argument("<images...>", "folders, archives, arrays, CSVs of paths, mnist or fashion-mnist")
    .requiredOption("-o, --out <dir>", "the folder of the shards")
    .addOption(
      new Option("--size <n>", "images in a shard (default: 10000)").argParser(wholeNumber("--size", 1, 1e7)),
    )
    .addOption(labels("the class of each image: its top-level folder, or from a file; kept in the shards"))
    .addOption(
      new Option("--shuffle-seed <n>", "seed of the order of images (default: 0)").argParser(
        wholeNumber("--shuffle-seed", 0, 2 ** 32 - 1),
      ),
    )
    .addOption(new Option("--no-shuffle", "keep the order of the source"))
    .addOption(new Option("-f, --force", "replace shards of other images or settings"))
    .addOption(quiet())
    .addHelpText(
      "after",
      `
Writes shard-000000.tar and so on, in webdataset's convention, and shards.json, which lists them with their SHA-256. Files are
copied as they are, images of arrays become PNG files; the path of each image is kept. What was interrupted is continued by the
same command. The same images and options give the same bytes.

${SOURCES}

Examples:
  skein shard photos/ --out photos-shards --labels folders
  skein predict --shards photos-shards --model runs/photos/model.safetensors --out classes
  skein cluster photos-shards --clusters 8`,
    )
    .action((images, options) =>
      end(import("../shards/shard.js").then(({ shard }) => shard(images, options, new Output(options)))),
    );
}
