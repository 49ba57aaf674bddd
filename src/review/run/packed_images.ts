/** Images of a source that are no files of their own: those of an array, an archive or a data set. */
import { imageNames } from "../../data/image_names.js";
import { concat, type ImageSet } from "../../data/image_set.js";
import { openImages, type SourceOptions } from "../../data/source.js";

export interface PackedImages {
  readonly images: ImageSet;
  /** Where each stands there, by what a run calls it. */
  readonly places: ReadonlyMap<string, number>;
}

/** All images of a source, test images among them. @throws as `openImages`. */
export async function openPacked(source: string, options: SourceOptions = {}): Promise<PackedImages> {
  const opened = await openImages(source, options);
  return {
    images: opened.test ? concat([opened.train, opened.test]) : opened.train,
    places: new Map(imageNames(opened).map((name, place) => [name, place])),
  };
}
