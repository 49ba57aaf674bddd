import { type Command, Option } from "commander";
import { Output } from "../output.js";
import { device, end, quiet } from "../shared_options.js";

/** Place in the list of commands. */
export const order = 5.5;
/** Files of models that it uses. */
export const models = ["reads", "writes"] as const;

const list = (text: string) => text.split(",").map((name) => name.trim());

export function add(program: Command): void {
  program
    .command("export")
    .description("Write a model as an ONNX file, for other tools.")
    .argument("<model>", "model.safetensors, as cluster, train or segment --method recurrent wrote it")
    .addOption(
      new Option(
        "-o, --output <file>",
        "the ONNX file, which is replaced if it is there",
      ).makeOptionMandatory(),
    )
    .addOption(
      new Option(
        "--outputs <names>",
        "outputs to write, separated by commas: probabilities, and features of models that sort (default: all)",
      ).argParser(list),
    )
    .addOption(device())
    .addOption(quiet())
    .addHelpText(
      "after",
      `
The file has operator set 17. Its input image is [batch, channels, height, width], float32, pixels from 0 to 1, after the steps
of --preprocess that the model keeps; the batch is open. Segmenters of other methods than recurrent are no networks.

Examples:
  skein export runs/digits/model.safetensors --output digits.onnx
  skein export runs/digits/model.safetensors --output encoder.onnx --outputs features`,
    )
    .action((model, options) =>
      end(import("../export.js").then(({ exportModel }) => exportModel(model, options, new Output(options)))),
    );
}
