/** What a run's model makes of its images. */
import type { Matrix, PredictingModel } from "../../models/index.js";
import type { ReviewRun } from "./review_run.js";
import { RunImages } from "./run_images.js";

/** Images that are read at a time. */
const AT_ONCE = 1024;

export interface RunFeatures {
  /** [N, F] of all images; zeros for those that could not be read. */
  readonly features: Matrix;
  /** Images that are gone, or cannot be read any more. */
  readonly vanished: readonly number[];
}

/** @throws as `RunImages.open`; the reason of `signal`. */
export async function runFeatures(
  run: ReviewRun,
  model: PredictingModel,
  options: {
    readonly signal?: AbortSignal;
    readonly onProgress?: (done: number, total: number) => void;
  } = {},
): Promise<RunFeatures> {
  const { signal, onProgress } = options;
  const reader = await RunImages.open(run, model.imageSize, signal);
  const count = run.images.length;
  let data: Float32Array | null = null;
  let columns = 0;
  const vanished: number[] = [];
  for (let start = 0; start < count; start += AT_ONCE) {
    const wanted = Array.from({ length: Math.min(AT_ONCE, count - start) }, (_, i) => start + i);
    const { images, numbers } = await reader.read(wanted, signal);
    const there = new Set(numbers);
    for (const image of wanted) if (!there.has(image)) vanished.push(image);
    onProgress?.(start + wanted.length, count);
    if (numbers.length === 0) continue;
    const rows = await model.transform(images);
    columns = rows.columns;
    data ??= new Float32Array(count * columns);
    for (const [i, image] of numbers.entries()) {
      data.set(rows.data.subarray(i * columns, (i + 1) * columns), image * columns);
    }
  }
  return { features: { rows: count, columns, data: data ?? new Float32Array(0) }, vanished };
}
