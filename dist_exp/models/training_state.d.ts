import type { StoredTensor } from "../io/safetensors.js";
import type { StateDict } from "../nn/index.js";
import type { TrainerState } from "../train/index.js";
/** Tensors of a file by what they belong to, without the prefix. */
export interface StoredParts {
    readonly model: StateDict;
    readonly optimizer: StateDict;
    readonly weightAverage: StateDict;
    readonly callbacks: StateDict;
}
/** Sorts a file's tensors. */
export declare function partsOf(tensors: StateDict): StoredParts;
/** What a file keeps of a training. */
export declare function describeTraining({ optimizer, weightAverage, callbacks, ...rest }: TrainerState): {
    readonly tensors: [string, StoredTensor][];
    readonly training: string;
};
/** What `describeTraining` wrote. @throws {ModelFileError} naming the file. */
export declare function readTraining(path: string, text: string, parts: StoredParts): TrainerState;
