import { roundProbability } from "../../../format.js";
import { formatRow } from "../../../io/csv.js";
import { UNSORTED_CLASS } from "../../state.js";
import { registerExportFormat } from "../format.js";

registerExportFormat({
  name: "csv",
  about: "a table: image, class, name, confidence, decided by a person (1 or 0), hash",
  output: "file",
  unsorted: true,
  *text({ images }) {
    yield formatRow(["image", "class", "name", "confidence", "decided", "hash"]);
    for (const { name, class: of, confidence, decided, hash } of images) {
      yield formatRow([
        name,
        of?.id ?? UNSORTED_CLASS,
        of?.label ?? "",
        roundProbability(confidence),
        Number(decided),
        hash,
      ]);
    }
  },
});
