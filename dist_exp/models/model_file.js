/**
 * Model files and checkpoints of every kind of model: safetensors with the configuration as JSON in the metadata. A
 * checkpoint is a model file that holds the optimizer and the state of the training, too.
 */
import { z } from "zod";
import { requireRange } from "../data/samples.js";
import { ModelFileError } from "../errors.js";
import { readSafetensors, writeSafetensors } from "../io/safetensors.js";
import { stateArray, storedArray } from "./estimator_arrays.js";
import { parsePart } from "./parse_part.js";
import { float32Tensors, storedTensors } from "./stored_tensors.js";
import { describeTraining, partsOf, readTraining } from "./training_state.js";
const FORMAT = "skein-model";
/** Raised when a file of this version could not be read by an older one. */
const VERSION = 2;
/** What the names of such arrays begin with in a file; the path of a module's parameter has no colon. */
const ARRAY_PREFIX = "estimator:";
const olderFormats = new Map();
/** Has `readModelFile` read files of an earlier format. */
export function registerOlderFormat(format) {
    olderFormats.set(format.format, format);
}
function describe({ kind, config, size, details, state, arrays = new Map() }) {
    const tensors = new Map(storedTensors(state));
    for (const [name, array] of arrays)
        tensors.set(ARRAY_PREFIX + name, storedArray(array));
    const { height, width, channels, range } = size;
    const metadata = {
        format: FORMAT,
        version: String(VERSION),
        kind,
        config: JSON.stringify(config),
        image: JSON.stringify({ height, width, channels, range }),
        details: JSON.stringify(details ?? null),
    };
    return { tensors, metadata };
}
/** Writes a model; an older file of that name survives a failure. @throws {ModelFileError} */
export async function writeModelFile(path, model) {
    const { tensors, metadata } = describe(model);
    await writeSafetensors(path, tensors, metadata);
}
/** Writes a model with what training needs to go on. @throws {ModelFileError} */
export async function writeCheckpoint(path, { model, training, data }) {
    const { tensors, metadata } = describe(model);
    const described = describeTraining(training);
    const all = new Map([...tensors, ...described.tensors]);
    await writeSafetensors(path, all, { ...metadata, training: described.training, data });
}
const sizeSchema = z.object({
    height: z.number().int().positive(),
    width: z.number().int().positive(),
    channels: z.number().int().positive(),
    range: z
        .custom((range) => {
        requireRange(range);
        return true;
    })
        .optional(),
});
/** Reads a model, or the model in a checkpoint: its averaged weights, where it has some. @throws {ModelFileError} naming the file and what is wrong. */
export async function readModelFile(path) {
    const { model, parts } = await readContents(path);
    return { ...model, state: new Map([...model.state, ...parts.weightAverage]) };
}
/** @throws {ModelFileError} when the file is not a checkpoint of this version. */
export async function readCheckpoint(path) {
    const { model, parts, metadata } = await readContents(path);
    if (!metadata.training) {
        throw new ModelFileError(`${path}: this is a finished model, not a checkpoint: train again without resuming`);
    }
    if (metadata.format !== FORMAT) {
        throw new ModelFileError(`${path}: a checkpoint of an earlier version of skein, whose training cannot go on here: train again, or ` +
            "finish with the version that wrote it");
    }
    return { model, training: readTraining(path, metadata.training, parts), data: metadata.data ?? "" };
}
async function readContents(path) {
    const { tensors, metadata } = await readSafetensors(path);
    const older = olderFormats.get(metadata.format ?? "");
    if (metadata.format !== FORMAT && !older) {
        throw new ModelFileError(`${path}: not a model of skein: give a file that skein wrote`);
    }
    if (metadata.version !== String(older ? 1 : VERSION)) {
        throw new ModelFileError(`${path}: model format ${metadata.version}, this version of skein reads up to ${VERSION}: install the skein that wrote it, or a newer one`);
    }
    const [parameters, arrays] = [new Map(tensors), new Map()];
    for (const [name, tensor] of tensors) {
        if (!name.startsWith(ARRAY_PREFIX))
            continue;
        parameters.delete(name);
        const own = name.slice(ARRAY_PREFIX.length);
        arrays.set(own, stateArray(path, own, tensor));
    }
    const parts = partsOf(float32Tensors(path, parameters));
    const size = parsePart(path, "image size", metadata.image, (value) => sizeSchema.parse(value));
    const json = (part) => parsePart(path, part, metadata[part], (value) => value);
    const model = older
        ? { ...older.upgrade(metadata, parts.model), size }
        : {
            kind: metadata.kind ?? "",
            config: json("config"),
            details: json("details"),
            size,
            state: parts.model,
            arrays,
        };
    return { model, parts, metadata };
}
//# sourceMappingURL=model_file.js.map