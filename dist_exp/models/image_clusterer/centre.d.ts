import type { Images } from "../images.js";
import type { ImageClustererConfig } from "./config.js";
/** The images moved and enlarged as `centre` says: those of a training and new ones alike. */
export declare function centred(images: Images, centre: ImageClustererConfig["centre"]): Promise<Images>;
