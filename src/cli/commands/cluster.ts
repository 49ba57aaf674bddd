import { type Command, Option } from "commander";
import { namesHelp, namesOf } from "../names.js";
import { choice, positiveNumber, wholeNumber } from "../options.js";
import { Output } from "../output.js";
import {
  batch,
  cache,
  copy,
  device,
  encoder,
  end,
  epochs,
  frames,
  json,
  labels,
  layer,
  limit,
  maxPixels,
  noCache,
  pooling,
  preprocess,
  quiet,
  range,
  SOURCES,
  seed,
  size,
  sortInto,
} from "../shared_options.js";

/** Place in the list of commands. */
export const order = 1;
/** Files of models that it uses. */
export const models = ["reads", "writes"] as const;
/** Processes share the training of the network. */
export const parallel = true;

export function add(program: Command): void {
  program
    .command("cluster")
    .description(
      "Sort images into classes without labels, and write the model, every image's class and a report.",
    )
    .argument("<source>", "a folder of images, an archive, a CSV of paths, an array, mnist or fashion-mnist")
    .addOption(
      new Option(
        "-k, --clusters <n>",
        "number of classes, or auto: the one that skein choose recommends (default: 10)",
      ).argParser((text) => (text === "auto" ? text : wholeNumber("--clusters", 2, 10000)(text))),
    )
    .addOption(
      new Option(
        "--features <names>",
        "with --method: image features with commas between them (default: hog; of colour images hog,colour)",
      ).argParser((text) => namesOf("--features", text)),
    )
    .addOption(
      new Option(
        "--method <name>",
        "sort features that need no training by this method, or train the recurrent network alone: network (default: try features, then train where it is worth it, and keep the better)",
      ),
    )
    .addOption(encoder("--method is kmeans by default then"))
    .addOption(layer())
    .addOption(pooling())
    .addOption(
      new Option(
        "--reduce <name>",
        "with --encoder: umap, pca (50 components of standardised rows of length 1) or none, before the method (default: umap; none for temi and turtle)",
      ).argParser(choice("--reduce", ["umap", "pca", "none"])),
    )
    .addOption(cache())
    .addOption(noCache())
    .addOption(
      new Option(
        "--minutes <n>",
        "time for all, reading aside, where the way to sort is left open; fractions, too (default: about 1 on two free processors for up to 2,000 images, up to 10 for more)",
      ).argParser(positiveNumber("--minutes")),
    )
    .addOption(seed())
    .addOption(epochs("8, more for few images"))
    .addOption(batch("500, fewer for few images"))
    .addOption(device())
    .addOption(new Option("-o, --out <dir>", "folder for the results (default: runs/<source>-<time>)"))
    .addOption(
      new Option(
        "--previous <run>",
        "the folder of an earlier run: classes that are still there keep their numbers and names, and what people decided holds (default with --force: the run in --out)",
      ),
    )
    .addOption(
      new Option(
        "--config <file>",
        "JSON with any options of ImageClusterer; the command line's own values win",
      ),
    )
    .addOption(size())
    .addOption(maxPixels())
    .addOption(frames())
    .addOption(range())
    .addOption(limit())
    .addOption(preprocess())
    .addOption(labels("known classes, for scores after training only: the folders images lie in, or a file"))
    .addOption(sortInto())
    .addOption(copy())
    .addOption(new Option("--no-report", "write no report.html"))
    .addOption(new Option("--resume", "go on with the interrupted run in --out"))
    .addOption(new Option("-f, --force", "replace the earlier run in --out"))
    .addOption(json())
    .addOption(quiet())
    .addHelpText(
      "after",
      `
What it does, where neither --method nor an option of the training is given:
  1. Sorts by features that need no training, in several ways, and writes the result of the way in which images that look
     most alike share a class. Labels are never looked at.
  2. Trains the recurrent network, where there are 100 images, ten for each class, and time; says before how long.
     Views, batch and epochs follow from the images. Ctrl-C keeps the first result, and --resume goes on.
  3. Keeps the better of the two by the same criterion, and says which and why.
  4. Says what may be wrong: classes that follow brightness or mean nothing, look alike, hold two groups, or are tiny.
--epochs, --batch, --config and --method network train the network alone; --method ward and the like only sort features.

${SOURCES}

Writes into --out:
  model.safetensors        the model, for predict and evaluate
  assignments.csv          image, split, cluster, confidence (label, where known), hash of the image
  classes.json             the numbers and names of classes, for corrections and later runs
  metrics.json             settings, what was kept, device, times, scores, classes, losses, signs of failure, skipped files;
                           what --json prints
  report.html              one page that shows it all
  checkpoint.safetensors   while training; Ctrl-C (or a closed terminal) saves it, --resume goes on with it

Examples:
  skein cluster mnist --out runs/digits
  skein cluster photos/ --clusters 8 --size 64 --sort-into sorted/
  skein cluster leaves/ --clusters 5 --labels folders --json > leaves.json
  skein cluster icons/ --features hog,colour --method ward -k 8
  skein cluster photos/ --encoder dinov2-small/model.onnx -k 12
  skein cluster photos/ -k 8 --minutes 5
  skein cluster mnist --method network --epochs 12
  skein cluster mnist --out runs/digits --resume
  mpirun -n 4 skein cluster mnist --out runs/digits     (docs/scale.md)`,
    )
    .action((source, options) =>
      end(
        import("../cluster/cluster.js").then(({ cluster }) => cluster(source, options, new Output(options))),
      ),
    );
}

/** The settings that matter, and the features and methods that are registered. */
export async function help(): Promise<string> {
  const { clusteringMethods, imageFeatures } = await import("../../index.js");
  const { settingsHelp } = await import("../cluster/settings.js");
  return `
The ten settings of the network that matter, with their defaults; --config file.json takes them as {"clusters": 12,
"augmentation": {"flip": 0.5}}. docs/clustering.md says when to change which, what the loss and the confidence mean,
and how many classes to ask for:
${settingsHelp()}

Features (several stand side by side, with equal weight):
${namesHelp(imageFeatures.all())}

Methods:
${namesHelp(clusteringMethods.all())}`;
}
