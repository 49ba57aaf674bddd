import { Option } from "commander";
import { pixelSize, wholeNumber } from "../options.js";
import { Output } from "../output.js";
import { end, json, quiet } from "../shared_options.js";
/** Place in the list of commands. */
export const order = 5;
export function add(program) {
    program
        .command("models")
        .description("List the named networks that train knows, with their parameters, what an image costs and the memory of training.")
        .addOption(new Option("--size <pixels>", "height and width of the images (default: 28 for most; what the network needs)").argParser(pixelSize("--size")))
        .addOption(new Option("--channels <n>", "channels of the images: 1 grey, 3 colour (default: 1)").argParser(wholeNumber("--channels", 1, 4)))
        .addOption(new Option("--classes <n>", "number of classes (default: 10)").argParser(wholeNumber("--classes", 2, 1e6)))
        .addOption(new Option("-b, --batch <n>", "images per training step, for the memory: parameters, gradients, Adam's moments, activations (default: 32)").argParser(wholeNumber("--batch", 1, 1e6)))
        .addOption(json())
        .addOption(quiet())
        .addHelpText("after", `
Examples:
  skein models
  skein models --size 224 --channels 3 --classes 1000 --batch 8 --json`)
        .action((options) => end(import("../models.js").then(({ models }) => models(options, new Output(options)))));
}
//# sourceMappingURL=models.js.map