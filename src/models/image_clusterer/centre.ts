/** Images as a clusterer's network reads them. */
import { pixelMemory } from "../../data/memory.js";
import { yieldToEvents } from "../../device/yield.js";
import { cropToContent } from "../../preprocess/content_box.js";
import type { Images } from "../images.js";
import type { ImageClustererConfig } from "./config.js";

/** Bytes cropped before timers and signals get their turn. */
const PART = 2 ** 22;

/** The images moved and enlarged as `centre` says: those of a training and new ones alike. */
export async function centred(images: Images, centre: ImageClustererConfig["centre"]): Promise<Images> {
  if (centre === "none") return images;
  const bytes = images.height * images.width * images.channels;
  const step = Math.max(1, Math.floor(PART / bytes));
  const pixels = pixelMemory(images);
  for (let begin = 0; begin < images.count; begin += step) {
    const count = Math.min(step, images.count - begin);
    const part = images.pixels.subarray(begin * bytes, (begin + count) * bytes);
    pixels.set(cropToContent({ ...images, count, pixels: part }).pixels, begin * bytes);
    await yieldToEvents();
  }
  return { ...images, pixels };
}
