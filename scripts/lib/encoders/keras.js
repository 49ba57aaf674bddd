import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { ScriptError } from "../run.js";

const require = createRequire(import.meta.url);

/**
 * A network of layers as Keras describes it, up to its last mean.
 *
 * @typedef {object} Network
 * @property {Layer[]} layers in an order in which they can be computed; the first is the input, the last the mean
 * @property {Map<string, { shape: number[], data: Float32Array }>} weights by Keras' names: "Conv1/kernel"
 *
 * @typedef {object} Layer
 * @property {string} name
 * @property {string} type Keras' class
 * @property {any} config Keras' options
 * @property {string[]} inputs names of layers
 */

/**
 * Reads a network that TensorFlow.js keeps as scripts: a topology, and weights in base64 with 8 bits for each number.
 *
 * @param {string} folder with model.min.js and group1-shardNofM.min.js
 * @returns {Network}
 * @throws {ScriptError} where the package holds something else
 */
export function readKeras(folder) {
  const { modelTopology, weightsManifest } = require(join(folder, "model.min.js"));
  const described = modelTopology.model_config.config.layers;
  const all = described.map(({ name, class_name: type, config, inbound_nodes: [from = []] }) => ({
    name,
    type,
    config,
    inputs: from.map(([input]) => input),
  }));
  const last = all.findLastIndex(
    ({ type }) => type === "AveragePooling2D" || type === "GlobalAveragePooling2D",
  );
  if (last < 0) throw new ScriptError(`${folder} holds no network that ends in a mean`);
  return { layers: needed(all.slice(0, last + 1)), weights: readWeights(folder, weightsManifest) };
}

/** The layers that the last one depends on. */
function needed(layers) {
  const names = new Set([layers.at(-1).name]);
  const kept = layers.toReversed().filter(({ name, inputs }) => {
    if (!names.has(name)) return false;
    for (const input of inputs) names.add(input);
    return true;
  });
  return kept.toReversed();
}

function readWeights(folder, [{ weights }]) {
  const shards = readdirSync(folder)
    .filter((name) => name.startsWith("group1-shard"))
    .sort();
  const bytes = Buffer.concat(
    shards.map((name) => Buffer.from(textOf(require(join(folder, name))), "base64")),
  );
  const found = new Map();
  let at = 0;
  for (const { name, shape, quantization } of weights) {
    if (quantization?.dtype !== "uint8") throw new ScriptError(`${folder}: ${name} is not of 8 bits`);
    const { min, scale } = quantization;
    const size = shape.reduce((product, extent) => product * extent, 1);
    const data = Float32Array.from(bytes.subarray(at, at + size), (value) => value * scale + min);
    if (data.length !== size) throw new ScriptError(`${folder}: the weights end before ${name}`);
    found.set(name, { shape, data });
    at += size;
  }
  if (at !== bytes.length) throw new ScriptError(`${folder}: ${bytes.length - at} bytes follow the weights`);
  return found;
}

const textOf = (module) => (typeof module === "string" ? module : module.default);
