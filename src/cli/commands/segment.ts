import { type Command, Option } from "commander";
import { choice, wholeNumber } from "../options.js";
import { Output } from "../output.js";
import {
  device,
  end,
  json,
  labels,
  limit,
  maxPixels,
  preprocess,
  quiet,
  range,
  SOURCES,
  seed,
  size,
} from "../shared_options.js";

/** Place in the list of commands. */
export const order = 2.5;
/** Files of models that it uses. */
export const models = ["reads"] as const;

export function add(program: Command): void {
  program
    .command("segment")
    .description(
      "Divide images into regions without labels: masks, cut-outs of what stands in front, and files for other tools.",
    )
    .argument("<source>", "a folder, archive or table of images, an array, a data set, or one image")
    .addOption(new Option("--method <name>", "how regions are found (default: inpainting; see below)"))
    .addOption(
      new Option(
        "--model <file>",
        "a segmenter that an earlier run wrote: nothing is learned, and its method and settings are used",
      ),
    )
    .addOption(
      new Option(
        "--regions <n>",
        "number of regions; 2 are background and foreground (default: 2)",
      ).argParser(wholeNumber("--regions", 2, 255)),
    )
    .addOption(
      new Option(
        "--alpha <flatten|mask>",
        "of images with transparent pixels: segment them on white, or take what is opaque as the foreground (default: flatten)",
      ).argParser(choice("--alpha", ["flatten", "mask"] as const)),
    )
    .addOption(preprocess("the segmenter's file keeps them; masks have the size of the images as they are"))
    .addOption(seed())
    .addOption(device())
    .addOption(
      new Option("-o, --out <dir>", "a new or empty folder for the results (default: runs/<source>-<time>)"),
    )
    .addOption(
      new Option(
        "--truth <dir>",
        "true masks, named as the images, for scores: white or 1 is the foreground; of more regions each colour is one",
      ),
    )
    .addOption(
      new Option(
        "--cluster <n>",
        "then sort the cut-outs into n classes as skein cluster does, or auto",
      ).argParser((text) => (text === "auto" ? text : wholeNumber("--cluster", 2, 10000)(text))),
    )
    .addOption(
      new Option(
        "--classify <model>",
        "then sort the cut-outs into the classes of a model, as skein predict does",
      ),
    )
    .addOption(labels("with --cluster: known classes, for scores only: the folders images lie in, or a file"))
    .addOption(size())
    .addOption(
      new Option(
        "--config <file>",
        "JSON with any options of ImageSegmenter; the command line's own values win",
      ),
    )
    .addOption(maxPixels())
    .addOption(range())
    .addOption(limit())
    .addOption(new Option("--no-report", "write no report.html"))
    .addOption(new Option("-f, --force", "replace the earlier run in --out"))
    .addOption(json())
    .addOption(quiet())
    .addHelpText(
      "after",
      `
Each image is segmented at its own size. --size is that of the squares which --cluster scales the cut-outs to.

${SOURCES}

Writes into --out, all at once at the end:
  masks/              a PNG file for each image: 0 background, 255 foreground; of more than two regions the number of
                      each pixel's region, with a palette
  cutouts/            of two regions: the foreground in a square, with alpha; a source for skein cluster, train and predict
  overlays/           the image with its regions in colour
  coco_polygons.json  COCO's annotations with polygons
  coco_rle.json       the same with run lengths
  regions.csv         area, share and box of each region, in pixels, and how sure the mask is
  metrics.json        settings, device, times, empty masks, scores; what --json prints
  report.html         the surest and the least sure masks beside their images
  model.safetensors   the segmenter, for --model and ImageSegmenter.load()
  clusters/           what skein cluster writes, with --cluster
  classes.csv         what skein predict writes, with --classify

Examples:
  skein segment photos/ --out segmented/
  skein segment photos/ --method clustering --regions 4
  skein segment photos/ --truth masks/ --json > scores.json
  skein segment animals/ --cluster 8 --size 64
  skein segment new/ --classify runs/animals/model.safetensors
  skein segment photos/ --method recurrent --out learned/
  skein segment new/ --model learned/model.safetensors`,
    )
    .action((source, options) =>
      end(
        import("../segment/segment.js").then(({ segment }) => segment(source, options, new Output(options))),
      ),
    );
}

/** The methods that are registered. */
export async function help(): Promise<string> {
  const { segmentationMethods } = await import("../../models/segmenter/index.js");
  const { namesHelp } = await import("../names.js");
  return `
Methods:
${namesHelp(segmentationMethods())}`;
}
