import { mkdirSync } from "node:fs";
import { dirname } from "node:path";

/** Test digits that the page offers to try it with. */
const EXAMPLES = 400;
const COLUMNS = 20;

/**
 * Trains the model of the page's pad: an LSTM over the rows of digits that fill their images, so that a drawing is read
 * wherever and however large it is.
 * @returns its accuracy on the 10,000 test digits.
 */
export async function trainDigitModel(path) {
  const { ImageClassifier, loadMnist, take } = await import("../../dist/index.js");
  const { train, test } = await loadMnist();
  const images = take(train, 30_000);
  const classifier = new ImageClassifier(
    {
      network: "rowLstm",
      networkOptions: { hidden: 96 },
      preprocess: ["crop-to-content"],
      augmentation: { rotation: 12, scale: 0.12, shear: 0.15, translation: 0.08, erase: 0 },
      epochs: 5,
      batch: 64,
      learningRate: 0.004,
      schedule: "oneCycle",
      clipNorm: 1,
    },
    "native",
  );
  try {
    await classifier.fit(images, images.labels);
    const { accuracy } = await classifier.evaluate(test, test.labels);
    mkdirSync(dirname(path), { recursive: true });
    await classifier.save(path);
    return accuracy;
  } finally {
    await classifier.close();
  }
}

/** The first test digits as one picture, row by row. */
export async function writeExampleDigits(path) {
  const { loadMnist, take } = await import("../../dist/index.js");
  const { default: sharp } = await import("sharp");
  const { test } = await loadMnist();
  const { count, height, width, pixels } = take(test, EXAMPLES);
  const line = COLUMNS * width;
  const sheet = new Uint8Array(Math.ceil(count / COLUMNS) * height * line);
  for (let image = 0; image < count; image++) {
    const [row, column] = [Math.floor(image / COLUMNS), image % COLUMNS];
    for (let y = 0; y < height; y++) {
      const from = (image * height + y) * width;
      sheet.set(pixels.subarray(from, from + width), (row * height + y) * line + column * width);
    }
  }
  const raw = { width: line, height: sheet.length / line, channels: 1 };
  await sharp(sheet, { raw }).png({ compressionLevel: 9 }).toFile(path);
}
