/** Prediction by a trained model: of images in memory, and of a folder of files as `skein predict` does it. */
import { rmSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { imageBatches } from "../../data/stream.js";
import { listImages } from "../../data/walk.js";
import { ImageClusterer, parseConfig } from "../../models/index.js";
import { writeModelFile } from "../../models/model_file.js";
import { Random } from "../../random/philox.js";
import { encodePng } from "../../report/png.js";
import { asImages, CHECKED_IMAGES, firstImages, imageFlops, makeImages, modelStateOf, networkInputs, probabilities64, SIDE, stateOf, } from "../default_network.js";
import { maxError } from "../float64.js";
const SIZE = { height: SIDE, width: SIDE, channels: 1 };
/** The model in a file, as users have it, and loaded from there. */
async function loadModel(device, config, inputs) {
    const folder = await mkdtemp(join(tmpdir(), "skein-bench-"));
    const path = join(folder, "model.safetensors");
    try {
        await writeModelFile(path, {
            kind: "image-clusterer",
            config,
            size: SIZE,
            details: { selectedHead: 0 },
            state: modelStateOf(inputs),
        });
        return await ImageClusterer.load(path, device);
    }
    finally {
        await rm(folder, { recursive: true });
    }
}
async function preparePredict(device, config, inputs) {
    const images = asImages(inputs.images);
    const model = await loadModel(device, config, inputs);
    const probabilities = async () => (await model.predictProba(images)).data;
    return {
        async run() {
            await probabilities();
        },
        outputs: async () => ({ probabilities: await probabilities() }),
        async check() {
            const few = firstImages(images, CHECKED_IMAGES);
            return maxError((await model.predictProba(few)).data, probabilities64(config, stateOf(inputs), few));
        },
        release: () => void model.close(),
    };
}
function makePredict(sizes) {
    const N = sizes.N;
    const config = parseConfig({ hidden: sizes.H });
    const { hidden, heads, clusters } = config;
    return {
        work: "predict",
        sizes,
        flops: N * imageFlops(config),
        bytes: N * (SIDE * SIDE + 4 * clusters),
        items: { count: N, unit: "images" },
        peer: { work: "predict", settings: { hidden, heads, clusters }, tolerance: 1e-4 },
        inputs: (device) => networkInputs(device, config, makeImages(N)),
        prepare: (device, inputs) => preparePredict(device, config, inputs),
    };
}
/** Images that differ; the files of a folder repeat them. */
const PICTURES = 64;
/** Strokes of an image. */
const STROKES = 3;
/** White strokes on black, soft at their edges: as files about as large, and as quick to read, as MNIST's digits. */
function drawPictures(side) {
    const random = new Random(3, 0);
    const data = new Uint8Array(PICTURES * side * side);
    for (let picture = 0; picture < PICTURES; picture++) {
        const strokes = Array.from({ length: STROKES }, () => Array.from({ length: 4 }, () => side * (0.2 + 0.6 * random.uniform())));
        for (let pixel = 0; pixel < side * side; pixel++) {
            const [x, y] = [pixel % side, Math.floor(pixel / side)];
            const nearest = Math.min(...strokes.map((stroke) => distanceTo(stroke, x, y)));
            const ink = 255 * Math.min(1, Math.max(0, 2 - (20 * nearest) / side));
            data[picture * side * side + pixel] = ink;
        }
    }
    return { shape: [PICTURES, side, side, 1], data };
}
/** From a point to the line between two ends [x, y, x, y]. */
function distanceTo(ends, x, y) {
    const [ax, ay, bx, by] = ends;
    const [dx, dy] = [bx - ax, by - ay];
    const along = ((x - ax) * dx + (y - ay) * dy) / Math.max(1e-9, dx * dx + dy * dy);
    const at = Math.min(1, Math.max(0, along));
    return Math.hypot(x - ax - at * dx, y - ay - at * dy);
}
async function writeFolder(images, count) {
    const [pictures, height, width] = images.shape;
    const bytes = height * width;
    const encoded = Array.from({ length: pictures }, (_, i) => {
        const pixels = images.data.subarray(i * bytes, (i + 1) * bytes);
        return encodePng({ width, height, channels: 1, pixels });
    });
    const folder = await mkdtemp(join(tmpdir(), "skein-bench-"));
    const digits = String(count).length;
    for (let i = 0; i < count; i++) {
        const part = join(folder, String(Math.floor(i / 1000)));
        if (i % 1000 === 0)
            await mkdir(part);
        await writeFile(join(part, `${String(i).padStart(digits, "0")}.png`), encoded[i % pictures]);
    }
    return folder;
}
/** As `skein predict` reads it: listed, then decoded batch by batch, one ahead of its consumer. */
async function* decoded(folder) {
    const { names } = await listImages([folder]);
    yield* imageBatches(names, SIZE);
}
async function prepareFolder(device, config, inputs, count) {
    const folder = await writeFolder(inputs.images, count);
    const model = await loadModel(device, config, inputs);
    const probabilities = async (batch) => (await model.predictProba({ ...SIZE, count: batch.count, pixels: batch.pixels })).data;
    const batches = [];
    for await (const batch of decoded(folder))
        batches.push(batch);
    return {
        async run() {
            for await (const batch of decoded(folder))
                await probabilities(batch);
        },
        parts: [
            {
                name: "decoding",
                async run() {
                    for await (const _ of decoded(folder))
                        ;
                },
            },
            {
                name: "model",
                async run() {
                    for (const batch of batches)
                        await probabilities(batch);
                },
            },
        ],
        async check() {
            const [batch] = batches;
            const few = firstImages({ ...SIZE, ...batch }, CHECKED_IMAGES);
            const got = await probabilities(batch);
            const want = probabilities64(config, stateOf(inputs), few);
            return maxError(got, want);
        },
        release() {
            void model.close();
            rmSync(folder, { recursive: true });
        },
    };
}
function makeFolder(sizes) {
    const { N, side, H } = sizes;
    const config = parseConfig({ hidden: H });
    return {
        work: "predict_folder",
        sizes,
        flops: N * imageFlops(config),
        bytes: N * (side * side + 4 * config.clusters),
        items: { count: N, unit: "images" },
        inputs: (device) => networkInputs(device, config, drawPictures(side)),
        prepare: (device, inputs) => prepareFolder(device, config, inputs, N),
    };
}
export const predictFamilies = [
    {
        work: "predict",
        about: "ImageClusterer.predictProba over N images, default encoder",
        shapes: [{ N: 10_000, H: 128 }],
        quick: { N: 40, H: 16 },
        // Seven seconds there; predict_folder shows its model's rate.
        software: ({ N }) => N <= 1000,
        scaling: () => true,
        make: makePredict,
    },
    {
        work: "predict_folder",
        about: "the same from a folder of N grey PNG files, beside decoding alone and the model alone",
        shapes: [
            { N: 2000, side: 28, H: 128 },
            { N: 500, side: 256, H: 128 },
        ],
        quick: { N: 300, side: 28, H: 16 },
        software: ({ side }) => side === 28,
        make: makeFolder,
    },
];
//# sourceMappingURL=predict.js.map