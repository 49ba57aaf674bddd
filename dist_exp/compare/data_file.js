/** The images of a comparison in one file, from which the process of each learner reads them. */
import { DataError } from "../errors.js";
import { readSafetensors, writeSafetensors } from "../io/safetensors.js";
/** @throws {ModelFileError} when the file system refuses. */
export async function writeData(path, data) {
    const tensors = new Map();
    for (const part of ["train", "test"]) {
        const { images, labels } = data[part];
        const shape = [images.count, images.height, images.width, images.channels];
        // `divide` made clamped bytes plain.
        tensors.set(`${part}.pixels`, { dtype: "U8", shape, data: images.pixels });
        tensors.set(`${part}.labels`, { dtype: "I32", shape: [images.count], data: labels });
    }
    await writeSafetensors(path, tensors);
}
/** @throws {ModelFileError} when the file cannot be read. @throws {DataError} when it holds something else. */
export async function readData(path) {
    const { tensors } = await readSafetensors(path);
    const part = (name) => {
        const pixels = tensors.get(`${name}.pixels`);
        const labels = tensors.get(`${name}.labels`);
        if (pixels?.dtype !== "U8" || labels?.dtype !== "I32") {
            throw new DataError(`${path} holds no ${name} images of a comparison: run the comparison again`);
        }
        const [count, height, width, channels] = pixels.shape;
        return { images: { count, height, width, channels, pixels: pixels.data }, labels: labels.data };
    };
    return { train: part("train"), test: part("test") };
}
//# sourceMappingURL=data_file.js.map