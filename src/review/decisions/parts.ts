/** What several kinds of decisions are made of. */
import * as z from "zod";
import type { ImageKey } from "../image_key.js";

/** The id of a class. */
export const classId = z.int().min(0);

/** "3 images", or the name of a single one. */
export const named = (images: readonly ImageKey[]) =>
  images.length === 1 ? images[0]!.path : `${images.length} images`;
