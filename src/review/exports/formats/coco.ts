import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import * as z from "zod";
import { DataError } from "../../../errors.js";
import { outputStems, stem } from "../../../io/image_file_names.js";
import type { ExportImage, ExportSet } from "../export_set.js";
import { registerExportFormat } from "../format.js";
import { jsonObject } from "../json_text.js";

registerExportFormat({
  name: "coco",
  about:
    "COCO: a category for each class; an annotation for each image, of all of it, or its mask where the images are cut-outs of skein segment",
  output: "file",
  unsorted: false,
  async *text(set) {
    const categories = set.classes.map(({ id, label }, i) => ({
      id: i + 1,
      name: label,
      supercategory: "",
      skein_class: id,
    }));
    const category = new Map(set.classes.map(({ id }, i) => [id, i + 1]));
    const masks = await masksOf(set);
    const [images, annotations] = masks ? ofMasks(masks, category) : await ofImages(set, category);
    yield* jsonObject({ images, annotations, categories });
  },
});

/** Image-level annotations: a box around all of the picture. */
async function ofImages(
  { images, pictures }: ExportSet,
  category: ReadonlyMap<number, number>,
): Promise<[object[], object[]]> {
  const files: object[] = [];
  const annotations: object[] = [];
  for (const image of images) {
    const { width, height } = await pictures.size(image);
    const id = files.length + 1;
    files.push({ id, file_name: image.name, width, height });
    annotations.push({
      ...{ id, image_id: id, category_id: category.get(image.class!.id)! },
      ...{ segmentation: [], area: width * height, bbox: [0, 0, width, height], iscrowd: 0 },
    });
  }
  return [files, annotations];
}

interface MaskedImage {
  readonly image: ExportImage;
  readonly file: { readonly id: number };
  readonly annotations: readonly object[];
}

/** With the masks that a segmentation found, and the classes of the cut-outs. */
function ofMasks(masks: readonly MaskedImage[], category: ReadonlyMap<number, number>): [object[], object[]] {
  const files = masks.map(({ file }, i) => ({ ...file, id: i + 1 }));
  const annotations = masks.flatMap(({ image, annotations }, i) =>
    annotations.map((annotation) => ({
      ...annotation,
      ...{ image_id: i + 1, category_id: category.get(image.class!.id)! },
    })),
  );
  return [files, annotations.map((annotation, i) => ({ ...annotation, id: i + 1 }))];
}

const coco = z.object({
  images: z.array(z.looseObject({ id: z.int(), file_name: z.string() })),
  annotations: z.array(z.looseObject({ image_id: z.int() })),
});

/** The masks beside the cut-outs that a run is of; null where it is of other images. */
async function masksOf({ folder, images }: ExportSet): Promise<MaskedImage[] | null> {
  if (folder === null || basename(folder) !== "cutouts") return null;
  const path = join(dirname(folder), "coco_polygons.json");
  if (!existsSync(path)) return null;
  const parsed = coco.safeParse(JSON.parse(await readFile(path, "utf8").catch(() => "null")));
  if (!parsed.success) throw new DataError(`${path} is damaged: run skein segment again`);
  const stems = outputStems(parsed.data.images.map(({ file_name }) => file_name));
  const placeOf = new Map(stems.map((text, place) => [text, place]));
  const byImage = new Map<number, object[]>();
  for (const annotation of parsed.data.annotations) {
    byImage.set(annotation.image_id, [...(byImage.get(annotation.image_id) ?? []), annotation]);
  }
  return images.map((image) => {
    const file = parsed.data.images[placeOf.get(stem(image.name)) ?? -1];
    if (!file) throw new DataError(`${path} has no image ${image.name}: run skein segment again`);
    return { image, file, annotations: byImage.get(file.id) ?? [] };
  });
}
