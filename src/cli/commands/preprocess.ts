import { type Command, Option } from "commander";
import { Output } from "../output.js";
import { end, frames, json, limit, maxPixels, quiet, range, SOURCES, size } from "../shared_options.js";

/** Place in the list of commands: before those that learn. */
export const order = 0.5;

export function add(program: Command): void {
  program
    .command("preprocess")
    .description("Clean images by one step after the other: noise, blur, edges, thresholds, contrast, sizes.")
    .argument("<source>", "a folder of images, an archive, a CSV of paths, an array, mnist or fashion-mnist")
    .requiredOption("--steps <steps>", "the steps in order, such as grey,gaussian-blur:sigma=2,otsu")
    .requiredOption("-o, --out <dir>", "folder for the images, as PNG, and the page preprocess.html")
    .addOption(new Option("-f, --force", "write into a folder that holds files; those of the same names go"))
    .addOption(new Option("--no-report", "write no preprocess.html"))
    .addOption(size())
    .addOption(maxPixels())
    .addOption(frames())
    .addOption(range())
    .addOption(limit())
    .addOption(json())
    .addOption(quiet())
    .addHelpText(
      "after",
      `
${SOURCES}

Image files keep their sizes unless --size is given, and their names but for the ending. The same steps are what
--preprocess of cluster, train, choose and compare takes; models keep them, and repeat them on new images.
Parameters follow a colon, gaussian-blur:sigma=2:size=5, or stand in parentheses, "gaussian-blur(sigma=2,size=5)".

Examples:
  skein preprocess photos/ --steps grey,denoise,otsu --out cleaned/
  skein preprocess scans/ --steps grey,median:size=5,adaptive-threshold:size=31:c=10 --out cleaned/
  skein preprocess mnist --steps min-max,sobel --limit 100 --out edges/`,
    )
    .action((source, options) =>
      end(
        import("../preprocess.js").then(({ preprocessImages }) =>
          preprocessImages(source, options, new Output(options)),
        ),
      ),
    );
}

/** The steps that are registered. */
export async function help(): Promise<string> {
  const { preprocessingSteps } = await import("../../preprocess/index.js");
  const steps = preprocessingSteps().map(({ name, aliases = [], about, parameters }) => {
    const also = aliases.length > 0 ? ` (also ${aliases.join(", ")})` : "";
    const lines = Object.entries(parameters).map(
      ([parameter, { byDefault, about: of, takes }]) =>
        `      ${parameter}${byDefault === null ? "" : ` (${byDefault})`}: ${of}; ${takes}`,
    );
    return [`  ${name}${also}`, `    ${about}`, ...lines].join("\n");
  });
  return `\nSteps, with their parameters and defaults:\n${steps.join("\n")}`;
}
