import { extname } from "node:path";
import { roundProbability } from "../../../format.js";
import { FreeNames } from "../../../io/node/file_names.js";
import { registerExportFormat } from "../format.js";

registerExportFormat({
  name: "fiftyone",
  about: "FiftyOne's FiftyOneImageClassificationDataset: data/ and labels.json, with confidence",
  output: "folder",
  unsorted: true,
  *plan({ images, classes }) {
    const names = new FreeNames();
    const place = new Map(classes.map(({ id }, i) => [id, i]));
    const labels: [string, unknown][] = [];
    for (const image of images) {
      const { fileName, class: of, confidence } = image;
      // FiftyOne finds files by their names without endings, so that those have to differ.
      const extension = extname(fileName);
      const stem = names.take("", `${fileName.slice(0, fileName.length - extension.length)}`);
      labels.push([stem, of && { label: place.get(of.id)!, confidence: roundProbability(confidence) }]);
      yield { path: `data/${stem}${extension}`, image };
    }
    yield {
      path: "labels.json",
      text: text(
        classes.map(({ label }) => label),
        labels,
      ),
    };
  },
});

function* text(
  classes: readonly string[],
  labels: readonly (readonly [string, unknown])[],
): Generator<string> {
  yield `{\n  "classes": ${JSON.stringify(classes)},\n  "labels": {`;
  for (const [i, [stem, label]] of labels.entries()) {
    yield `${i > 0 ? "," : ""}\n    ${JSON.stringify(stem)}: ${JSON.stringify(label)}`;
  }
  yield "\n  }\n}\n";
}
