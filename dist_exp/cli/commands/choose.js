import { Option } from "commander";
import { namesHelp } from "../names.js";
import { wholeNumber } from "../options.js";
import { Output } from "../output.js";
import { device, end, frames, json, limit, maxPixels, quiet, range, SOURCES, seed, size, } from "../shared_options.js";
/** Place in the list of commands: after cluster. */
export const order = 1.5;
export function add(program) {
    program
        .command("choose")
        .description("Say how many classes images have, by several criteria, before any training.")
        .argument("<source>", "a folder of images, an archive, a CSV of paths, an array, mnist or fashion-mnist")
        .addOption(new Option("--from <n>", "least number of classes (default: 2)").argParser(wholeNumber("--from", 2, 1000)))
        .addOption(new Option("--to <n>", "greatest number of classes (default: 20, or fewer for few images)").argParser(wholeNumber("--to", 2, 1000)))
        .addOption(new Option("--features <names>", "features to judge by, with commas between them, each with a weight where it is not 1 as hog,lbp:0.3 (default: those of hog; lbp,moments; pixels; colour in which the images lie in the clearest clusters)"))
        .addOption(new Option("--methods <names>", "criteria, with commas between them, such as silhouette,eigengap (default: all)"))
        .addOption(seed())
        .addOption(device())
        .addOption(new Option("-o, --out <file>", "write a page with all curves and pictures, such as choice.html"))
        .addOption(new Option("-f, --force", "replace the page in --out"))
        .addOption(size())
        .addOption(maxPixels())
        .addOption(frames())
        .addOption(range())
        .addOption(limit())
        .addOption(json())
        .addOption(quiet())
        .addHelpText("after", `
${SOURCES}

Images become features and their principal components; k-means sorts them into each number of classes. Each
criterion names up to three numbers, or none where it has no reason. A recommended number's confidence is 100 %
where it is the first choice of every criterion. Half of a criterion's vote for a number also goes to the numbers one
below and one above, so that a number which no criterion names can be recommended. Of more than 4,000 images, 4,000 at
even distances are looked at.

Examples:
  skein choose photos/ --out choice.html
  skein choose mnist --to 15 --json > choice.json`)
        .action((source, options) => end(import("../choose.js").then(({ choose }) => choose(source, options, new Output(options)))));
}
/** The features and criteria that are registered. */
export async function help() {
    const { imageFeatures } = await import("../../index.js");
    const { criteriaOf } = await import("../../clustering/selection/criterion.js");
    return `
Features (several stand side by side, each times its weight):
${namesHelp(imageFeatures.all())}

Criteria:
${namesHelp(criteriaOf())}`;
}
//# sourceMappingURL=choose.js.map