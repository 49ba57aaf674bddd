import { type Command, Option } from "commander";
import { frozenLayers, positiveNumber } from "../options.js";
import { Output } from "../output.js";
import {
  batch,
  cache,
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
} from "../shared_options.js";

/** Place in the list of commands. */
export const order = 2;
/** Files of models that it uses. */
export const models = ["reads", "writes"] as const;
export const parallel = true;

export function add(program: Command): void {
  program
    .command("train")
    .description(
      "Learn the classes of labelled images with a named network, and write the model and its scores.",
    )
    .argument(
      "<source>",
      "a folder with a folder of images for each class, an IDX file, mnist or fashion-mnist",
    )
    .addOption(new Option("-m, --model <name>", "the network; skein models lists them (default: cnnRnn)"))
    .addOption(
      new Option(
        "--from <model>",
        "begin with what a model learned: one of train or cluster, or safetensors of PyTorch or timm with --model resnet18",
      ),
    )
    .addOption(
      new Option(
        "--freeze <n|all>",
        "layers that keep their values, from the network's input on, or all but the head (default: 0)",
      ).argParser(frozenLayers),
    )
    .addOption(
      new Option(
        "--finetune-from <layer>",
        "with --from: the layer from which on the network is trained, such as layer3; those before keep their values",
      ),
    )
    .addOption(
      new Option(
        "--encoder-rate <rate>",
        "with --from: step size of the layers before the head (default: --learning-rate)",
      ).argParser(positiveNumber("--encoder-rate")),
    )
    .addOption(encoder("a head learns on them, and the network stays as it is"))
    .addOption(layer())
    .addOption(pooling())
    .addOption(cache())
    .addOption(noCache())
    .addOption(epochs("10; with --encoder 100"))
    .addOption(batch("32; with --encoder 64", 1))
    .addOption(
      new Option(
        "--learning-rate <rate>",
        "step size of the optimizer (default: the network's own, mostly 0.001)",
      ).argParser(positiveNumber("--learning-rate")),
    )
    .addOption(seed())
    .addOption(
      new Option(
        "--validation-split <share>",
        "share of each class that is judged and not trained on, where the source brings no test images (default: 0.2)",
      ).argParser(positiveNumber("--validation-split")),
    )
    .addOption(device())
    .addOption(new Option("-o, --out <dir>", "folder for the results (default: runs/<source>-<time>)"))
    .addOption(
      new Option(
        "--config <file>",
        "JSON with any options of ImageClassifier; the command line's own values win",
      ),
    )
    .addOption(size())
    .addOption(maxPixels())
    .addOption(frames())
    .addOption(range())
    .addOption(limit())
    .addOption(preprocess())
    .addOption(
      labels(
        "where the classes are: the folders images lie in, or a file (default: the source's own, else folders)",
      ),
    )
    .addOption(new Option("--no-report", "write no report.html"))
    .addOption(new Option("--resume", "go on with the interrupted run in --out"))
    .addOption(new Option("-f, --force", "replace the earlier run in --out"))
    .addOption(json())
    .addOption(quiet())
    .addHelpText(
      "after",
      `
${SOURCES}

Writes into --out:
  model.safetensors        the model, for predict and evaluate
  history.csv              loss and accuracy of each epoch
  metrics.json             settings, device, times, scores, confusion matrix; what --json prints
  report.html              curves, confusion matrix, scores of each label, worst mistakes
  checkpoint.safetensors   while training; Ctrl-C (or a closed terminal) saves it, --resume goes on with it

Examples:
  skein train mnist --model rowLstm --epochs 5 --out runs/digits
  skein train photos/ --model resnet18 --size 64 --epochs 20
  skein train birds/ --from runs/digits/model.safetensors --freeze all
  skein train birds/ --model resnet18 --from resnet18.safetensors --size 64
  skein train birds/ --encoder dinov2-small/model.onnx
  skein train leaves/ --labels leaves.csv --json > leaves.json`,
    )
    .action((source, options) =>
      end(
        options.encoder === undefined
          ? import("../train.js").then(({ train }) => train(source, options, new Output(options)))
          : import("../train_encoded.js").then(({ trainEncoded }) =>
              trainEncoded(source, options, new Output(options)),
            ),
      ),
    );
}
