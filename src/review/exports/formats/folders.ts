import { FreeNames } from "../../../io/node/file_names.js";
import { UNSORTED_FOLDER } from "../export_set.js";
import { registerExportFormat } from "../format.js";

registerExportFormat({
  name: "folders",
  about: "a folder for each class, and one for images of none",
  output: "folder",
  unsorted: true,
  *plan({ images }) {
    const names = new FreeNames();
    for (const image of images) {
      const folder = image.class?.folder ?? UNSORTED_FOLDER;
      yield { path: `${folder}/${names.take(folder, image.fileName)}`, image };
    }
  },
});
