import { roundProbability } from "../../../format.js";
import { VERSION } from "../../../version.js";
import { registerExportFormat } from "../format.js";
import { jsonObject } from "../json_text.js";

registerExportFormat({
  name: "json",
  about: "classes and images with their classes, confidence and hashes",
  output: "file",
  unsorted: true,
  text({ source, classes, images }) {
    const sizes = new Map<number, number>();
    for (const { class: of } of images) if (of) sizes.set(of.id, (sizes.get(of.id) ?? 0) + 1);
    return jsonObject({
      skein: VERSION,
      source,
      classes: classes.map(({ id, name }) => ({ id, name, images: sizes.get(id) ?? 0 })),
      images: images.map(({ name, hash, class: of, confidence, decided }) => ({
        ...{ image: name, hash, class: of?.id ?? null, name: of?.name ?? null },
        ...{ confidence: roundProbability(confidence), decided },
      })),
    });
  },
});
