import { Option } from "commander";
import { choice } from "../options.js";
import { Output } from "../output.js";
import { batch, device, end, epochs, json, labels, limit, maxPixels, quiet, range, SOURCES, seed, size, } from "../shared_options.js";
/** Place in the list of commands: after evaluate. */
export const order = 4.5;
export function add(program) {
    program
        .command("compare")
        .description("Train several learners on one set of labelled images, and show their scores, times and sizes.")
        .argument("<source>", "a folder with a folder of images for each class, an IDX file, mnist or fashion-mnist")
        .addOption(new Option("--learners <names>", "learners with commas between them, or all (default: a few of each kind)"))
        .addOption(epochs("each learner's own"))
        .addOption(batch("each learner's own"))
        .addOption(new Option("--rates <1|3>", "learning rates that learners with one are tried at: the default, or a tenth and ten times it, too (default: 3)").argParser(choice("--rates", ["1", "3"])))
        .addOption(seed())
        .addOption(device())
        .addOption(new Option("-o, --out <dir>", "folder for comparison.json, comparison.csv and comparison.html"))
        .addOption(new Option("-f, --force", "replace the earlier comparison in --out"))
        .addOption(size())
        .addOption(maxPixels())
        .addOption(range())
        .addOption(limit())
        .addOption(labels("where the classes are: the folders images lie in, or a file (default: the source's own, else folders)"))
        .addOption(json())
        .addOption(quiet())
        .addHelpText("after", `
${SOURCES}

Learners are the networks of skein models that classify, and
  clusterer                this project's clusterer, which sees no labels
  kmeans                   k-means on pixels, which sees no labels
  linearSvm, rbfSvm        support vector machines (npm libsvm-js), trained on about 5,000 images at most
  randomForest             a random forest (npm ydf-training), trained on about 5,000 images at most

Each runs in a process of its own. Where the source brings no test images, a fifth of each class is held out.
A learner that fails has a row that says why; the others go on, and the exit code is 1.

Examples:
  skein compare mnist --limit 5000 --out runs/compared
  skein compare photos/ --learners rowLstm,resnet18,kmeans --epochs 20
  skein compare mnist --learners all --rates 1 --json > compared.json`)
        .action((source, options) => end(import("../compare.js").then(({ compare }) => compare(source, options, new Output(options)))));
}
//# sourceMappingURL=compare.js.map