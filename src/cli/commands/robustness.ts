import { type Command, Option } from "commander";
import { namesHelp } from "../names.js";
import { positiveNumber, wholeNumber } from "../options.js";
import { Output } from "../output.js";
import { device, end, json, labels, limit, maxPixels, quiet, SOURCES, seed } from "../shared_options.js";

/** Place in the list of commands: after evaluate. */
export const order = 4.2;
/** Files of models that it uses. */
export const models = ["reads"] as const;

export function add(program: Command): void {
  program
    .command("robustness")
    .description("Measure how easily a model is fooled: attacks, everyday changes, a certified radius.")
    .argument("<model>", "model.safetensors, as cluster or train wrote it")
    .argument("<source>", "a folder of images, an archive, a CSV of paths, an array, mnist or fashion-mnist")
    .addOption(new Option("--attacks <names>", "attacks with commas between them, or none (default: all)"))
    .addOption(
      new Option(
        "--eps <numbers>",
        "largest changes of a pixel, which is from 0 to 1, with commas between them (default: 0.01,0.02,0.05,0.1,0.2)",
      ),
    )
    .addOption(
      new Option("--steps <n>", "steps of attacks that take several (default: 20)").argParser(
        wholeNumber("--steps", 1, 10_000),
      ),
    )
    .addOption(
      new Option("--step-size <number>", "length of such a step (default: 2.5 eps over the steps)").argParser(
        positiveNumber("--step-size", { high: 1 }),
      ),
    )
    .addOption(
      new Option("--changes <names>", "everyday changes with commas between them, or none (default: all)"),
    )
    .addOption(
      new Option(
        "--certify <n>",
        "images to certify, at even distances; 0 for none (default: 100)",
      ).argParser(wholeNumber("--certify", 0, 1e9)),
    )
    .addOption(
      new Option(
        "--sigma <number>",
        "standard deviation of the noise of the certificate, of pixels from 0 to 1 (default: 0.25)",
      ).argParser(positiveNumber("--sigma", { high: 100 })),
    )
    .addOption(
      new Option("--draws <n>", "noisy copies of each image that is certified (default: 10000)").argParser(
        wholeNumber("--draws", 1, 1e7),
      ),
    )
    .addOption(
      new Option("--first-draws <n>", "noisy copies that choose its class (default: 100)").argParser(
        wholeNumber("--first-draws", 1, 1e6),
      ),
    )
    .addOption(
      new Option("--alpha <number>", "probability that a radius is too large (default: 0.001)").argParser(
        positiveNumber("--alpha", { below: 1 }),
      ),
    )
    .addOption(new Option("-o, --out <dir>", "folder for robustness.json and robustness.html"))
    .addOption(new Option("-f, --force", "replace the earlier results in --out"))
    .addOption(seed())
    .addOption(device())
    .addOption(
      labels("the folders images lie in, or a file, for accuracies (default: the source's own, if any)"),
    )
    .addOption(maxPixels())
    .addOption(limit())
    .addOption(json())
    .addOption(quiet())
    .addHelpText(
      "after",
      `
${SOURCES}
Of a source that sets images apart for tests, those are taken.

The flip rate is the share of images whose class changes; the accuracy is the share that has the right class before and
after the change. Attacks have an image lose the class that the model gives it: they need no labels.

Examples:
  skein robustness runs/digits/model.safetensors mnist --limit 1000 --out runs/digits/robustness
  skein robustness model.safetensors photos/ --attacks fgsm --eps 0.02 --changes jpeg,blur --certify 0 --json`,
    )
    .action((model, source, options) =>
      end(
        import("../robustness.js").then(({ testRobustness }) =>
          testRobustness(model, source, options, new Output(options)),
        ),
      ),
    );
}

export async function help(): Promise<string> {
  const { registeredAttacks, registeredChanges } = await import("../../robustness/index.js");
  return `\nAttacks:\n${namesHelp(registeredAttacks())}\n\nEveryday changes:\n${namesHelp(registeredChanges())}`;
}
