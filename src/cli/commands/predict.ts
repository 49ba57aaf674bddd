import { type Command, Option } from "commander";
import { ArgumentError, ParallelError } from "../../errors.js";
import { currentRanks } from "../job.js";
import { wholeNumber } from "../options.js";
import { Output } from "../output.js";
import { copy, device, end, maxPixels, quiet, sortInto } from "../shared_options.js";

/** Place in the list of commands. */
export const order = 3;
/** Files of models that it uses. */
export const models = ["reads", "writes"] as const;
/** Over shards. */
export const parallel = true;

export function add(program: Command): void {
  program
    .command("predict")
    .description("Sort images into the classes of a model, and print a line for each.")
    .argument("[model]", "model.safetensors, as cluster or train wrote it")
    .argument("[images...]", "image files, folders, archives, CSVs of paths, arrays, mnist or fashion-mnist")
    .addOption(device())
    .addOption(
      new Option("--top <n>", "the n most probable classes of each image (default: 1)").argParser(
        wholeNumber("--top", 1),
      ),
    )
    .addOption(new Option("-o, --out <file>", "write to a file instead of stdout, whole or not at all"))
    .addOption(maxPixels())
    .addOption(
      new Option("--raw", "the model's own classes by their columns, whatever people made of them since"),
    )
    .addOption(sortInto())
    .addOption(copy())
    .addOption(
      new Option(
        "--add",
        "with --sort-into: let the images join those that were sorted there with this model",
      ),
    )
    .addOption(new Option("--json", "a JSON object per line instead of CSV"))
    .addOption(
      new Option(
        "--shards <path>",
        "in place of images: a shard, a folder of shards, their shards.json, or a pattern such as 'train-{000000..000099}.tar'",
      ),
    )
    .addOption(new Option("--model <file>", "with --shards: the model"))
    .addOption(new Option("--features", "with --shards: write the model's features, too, as NumPy arrays"))
    .addOption(new Option("-f, --force", "with --shards: replace results of another model or options"))
    .addOption(quiet())
    .addHelpText(
      "after",
      `
Prints image, cluster, confidence. Images of one folder are called as in cluster's assignments.csv: by their path
within it; where several sources are given, names begin with the source. Files are scaled to the size the model was
trained on. Files that cannot be read are skipped and listed on stderr at the end; the exit code is 0 unless none could
be read (then 2).
In the folder of a run, classes have the numbers and names that people know them by: merged ones are one, and images that
people placed, known by their content or path, have their class with confidence 1 ("decided" in JSON). Ignored images are in
the output, too: whoever asks about an image gets a line.
With --shards, --out is a folder, which gets a table for each shard and predictions.json; images are read as a stream. What was
interrupted is continued by the same command; several processes may share the work (docs/scale.md).
Names are written as they are: where others chose them, import the CSV into a spreadsheet as text.

Examples:
  skein predict runs/digits/model.safetensors scan.png
  skein predict runs/photos/model.safetensors new/ --json --top 3 | jq .
  skein predict runs/photos/model.safetensors new/ --sort-into sorted/ --copy > classes.csv
  skein predict runs/photos/model.safetensors new/ --sort-into sorted/ --add > classes.csv
  skein predict --shards photos-shards --model runs/photos/model.safetensors --out classes`,
    )
    .action((model, images, options) => {
      const out = new Output(options);
      if (options.shards === undefined) {
        requireSources(model, images, options);
        return end(import("../predict.js").then(({ predict }) => predict(model, images, options, out)));
      }
      const chosen = { ...options, model: modelOf(model, images, options) };
      return end(
        import("../shards/predict_command.js").then(({ predictOverShards }) =>
          predictOverShards(chosen, out, currentRanks()),
        ),
      );
    });
}

interface Given {
  readonly model?: string;
  readonly features?: boolean;
  readonly force?: boolean;
}

/** @throws {ArgumentError} where an argument is missing, or an option is for shards alone. */
function requireSources(model: string | undefined, images: readonly string[], options: Given): void {
  if (currentRanks().size > 1) {
    throw new ParallelError(
      "predict shares its work among processes with --shards alone: write shards with skein shard",
    );
  }
  const only = (["model", "features", "force"] as const).find((name) => options[name]);
  if (only) throw new ArgumentError(`--${only} is for --shards: add that, or leave it out`);
  if (model === undefined) throw new ArgumentError("missing required argument 'model'");
  if (images.length === 0) throw new ArgumentError("missing required argument 'images'");
}

/** @throws {ArgumentError} where images are given beside shards, or two models. */
function modelOf(model: string | undefined, images: readonly string[], options: Given): string | undefined {
  if (images.length > 0 || (model !== undefined && options.model !== undefined)) {
    throw new ArgumentError("--shards takes the place of images: give the model alone, as --model <file>");
  }
  return options.model ?? model;
}
