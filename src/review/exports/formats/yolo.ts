import { FreeNames } from "../../../io/node/file_names.js";
import type { ExportImage } from "../export_set.js";
import { registerExportFormat } from "../format.js";

/** Of each class's images. */
const HELD_OUT = 0.2;

registerExportFormat({
  name: "yolo",
  about:
    "Ultralytics' classification folders: train/CLASS and val/CLASS, a fifth of each class in val, chosen by the files' hashes",
  output: "folder",
  unsorted: false,
  *plan({ images }) {
    const held = heldOut(images);
    const names = new FreeNames();
    for (const image of images) {
      const folder = `${held.has(image) ? "val" : "train"}/${image.class!.folder}`;
      yield { path: `${folder}/${names.take(folder, image.fileName)}`, image };
    }
  },
});

/** The same images of a class in every export; copies stay together. */
function heldOut(images: readonly ExportImage[]): ReadonlySet<ExportImage> {
  const byClass = new Map<number, ExportImage[]>();
  for (const image of images) {
    byClass.set(image.class!.id, [...(byClass.get(image.class!.id) ?? []), image]);
  }
  return new Set(
    [...byClass.values()].flatMap((members) => {
      const hashes = [...new Set(members.map(({ hash }) => hash))].sort();
      const count = hashes.length < 2 ? 0 : Math.max(1, Math.round(HELD_OUT * hashes.length));
      const chosen = new Set(hashes.slice(0, count));
      return members.filter(({ hash }) => chosen.has(hash));
    }),
  );
}
