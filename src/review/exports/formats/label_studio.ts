import { isAbsolute } from "node:path";
import { roundProbability } from "../../../format.js";
import { VERSION } from "../../../version.js";
import type { ExportImage } from "../export_set.js";
import { registerExportFormat } from "../format.js";
import { jsonList } from "../json_text.js";

registerExportFormat({
  name: "label-studio",
  about:
    "Label Studio's tasks: classes that a person chose as annotations, others as predictions; the folder of the images is its LOCAL_FILES_DOCUMENT_ROOT",
  output: "file",
  unsorted: true,
  refuse({ folder, images }) {
    if (folder === null) return "images are no files of their own: Label Studio needs files";
    const outside = images.find(({ name }) => isAbsolute(name));
    return outside
      ? `${outside.name} lies in no folder with the others: Label Studio reads from one folder`
      : null;
  },
  async *text({ images }) {
    yield* jsonList(images.map(taskOf));
    yield "\n";
  },
});

function taskOf({ name, class: of, confidence, decided }: ExportImage): object {
  const path = name.split("/").map(encodeURIComponent).join("/");
  const data = { image: `/data/local-files/?d=${path}` };
  if (of === null) return { data };
  const result = [{ from_name: "class", to_name: "image", type: "choices", value: { choices: [of.label] } }];
  return decided
    ? { data, annotations: [{ result }] }
    : {
        data,
        predictions: [{ model_version: `skein ${VERSION}`, score: roundProbability(confidence), result }],
      };
}
