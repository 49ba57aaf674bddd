/** Runs for tests of the explorer: drawings, classes and a tiny model, as skein cluster leaves them. */
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ImageClusterer } from "../../src/models/index.js";
import { fileHashes, writeClasses } from "../../src/review/index.js";
import { drawing, save } from "../review/pictures.js";
import { digits, tiny } from "../support/tiny_model.js";

/** Classes of a made run: images in turn. */
export const CLASSES = 3;

let model: Promise<Uint8Array> | null = null;

/** A model that has seen a few digits. */
async function modelBytes(): Promise<Uint8Array> {
  const clusterer = new ImageClusterer({ ...tiny, clusters: CLASSES, epochs: 1 }, "native");
  try {
    await clusterer.fit(digits);
    return await clusterer.toBytes();
  } finally {
    await clusterer.close();
  }
}

export interface MadeRun {
  /** Of all, to be removed. */
  readonly root: string;
  readonly run: string;
  readonly images: string;
}

/** A run of `count` drawings in three classes, with a page of one file each. */
export async function makeRun(count: number): Promise<MadeRun> {
  const root = await mkdtemp(join(tmpdir(), "skein-explore-test-"));
  const [run, images] = [join(root, "run"), join(root, "images")];
  await mkdir(run);
  const names = Array.from({ length: count }, (_, i) => `pictures/${i}.png`);
  await Promise.all(names.map((name, i) => save(drawing(i), images, name)));
  await writeRun(run, images, names);
  model ??= modelBytes();
  await writeFile(join(run, "model.safetensors"), await model);
  return { root, run, images };
}

/** What skein cluster writes of images, but for the model. */
export async function writeRun(run: string, images: string, names: readonly string[]): Promise<void> {
  const hashes = await fileHashes(names.map((name) => join(images, name)));
  const lines = names.map((name, i) => `${name},train,${i % CLASSES},0.${50 + (i % 50)},${hashes[i]}`);
  await writeFile(
    join(run, "assignments.csv"),
    `${["image,split,cluster,confidence,hash", ...lines].join("\n")}\n`,
  );
  const ids = Array.from({ length: CLASSES }, (_, id) => id);
  await writeClasses(join(run, "classes.json"), {
    source: images,
    folder: images,
    places: ids,
    classes: ids.map((id) => ({ id, name: null })),
    nextId: CLASSES,
    absorbed: 0,
    mergedInto: [],
  });
}

/** A folder with a page, for tests that need no real one. */
export async function makePage(root: string): Promise<string> {
  const page = join(root, "page");
  await mkdir(join(page, "assets"), { recursive: true });
  await writeFile(join(page, "index.html"), "<!doctype html><title>Page</title>");
  await writeFile(join(page, "assets", "page.js"), "export {};");
  return page;
}
