/** Images as rows that describe shapes, before anything is trained. */
import { ShapeError } from "../../errors.js";
import type { Transformer } from "../../estimators/estimator.js";
import { type ImageRows, type ImageRowsOptions, imageRows } from "../image_rows.js";
import type { Images } from "../images.js";

/** Fits features of shapes to the images and reduces what it computes; null where the images are too small for it. */
export async function shapeRows(
  images: Images,
  features: Transformer,
  options: ImageRowsOptions,
): Promise<ImageRows | null> {
  try {
    return await imageRows("ImageClusterer.fit", images, features, options);
  } catch (error) {
    if (error instanceof ShapeError) return null;
    throw error;
  }
}
