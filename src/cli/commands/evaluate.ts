import { type Command, Option } from "commander";
import { Output } from "../output.js";
import { device, end, json, labels, limit, maxPixels, quiet } from "../shared_options.js";

/** Place in the list of commands. */
export const order = 4;
/** Files of models that it uses. */
export const models = ["reads"] as const;

export function add(program: Command): void {
  program
    .command("evaluate")
    .description("Compare a model's classes with known labels.")
    .argument("<model>", "model.safetensors, as cluster or train wrote it")
    .argument("<source>", "a folder of images, an archive, a CSV of paths, an array, mnist or fashion-mnist")
    .addOption(device())
    .addOption(
      labels(
        "the folders images lie in, or a file: a label per line, CSV of name and label, or IDX (default: the source's own, else folders)",
      ),
    )
    .addOption(
      new Option(
        "--mapping <metrics.json>",
        "score the labels that classes stood for in the run that wrote this file, instead of those that fit these images best",
      ),
    )
    .addOption(maxPixels())
    .addOption(
      new Option("--raw", "the model's own classes by their columns, whatever people made of them since"),
    )
    .addOption(limit())
    .addOption(json())
    .addOption(quiet())
    .addHelpText(
      "after",
      `
Prints accuracy under the best mapping of classes to labels (Hungarian; with --mapping: under that one), NMI, ARI, purity, the silhouette of
the features (of 2,000 images), precision, recall and F1 of each label, and the confusion matrix.

Examples:
  skein evaluate runs/digits/model.safetensors mnist
  skein evaluate runs/leaves/model.safetensors leaves/ --labels leaves.csv --json
  skein evaluate runs/leaves/model.safetensors new-leaves/ --mapping runs/leaves/metrics.json`,
    )
    .action((model, source, options) =>
      end(
        import("../evaluate.js").then(({ evaluate }) =>
          evaluate(model, source, options, new Output(options)),
        ),
      ),
    );
}
