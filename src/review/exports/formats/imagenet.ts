import { FreeNames } from "../../../io/node/file_names.js";
import type { ExportClass } from "../export_set.js";
import { registerExportFormat } from "../format.js";

registerExportFormat({
  name: "imagenet",
  about:
    "ImageNet's folders: train/n00000003 for class 3, and LOC_synset_mapping.txt with what each is called",
  output: "folder",
  unsorted: false,
  *plan({ images, classes }) {
    const names = new FreeNames();
    for (const image of images) {
      const folder = `train/${synset(image.class!)}`;
      yield { path: `${folder}/${names.take(folder, image.fileName)}`, image };
    }
    const lines = classes.map((of) => `${synset(of)} ${of.label.replace(/\s+/g, " ")}\n`);
    yield { path: "LOC_synset_mapping.txt", text: lines };
  },
});

/** In the form of WordNet's ids of nouns. */
const synset = ({ id }: ExportClass) => `n${String(id).padStart(8, "0")}`;
