/** How long steps of a training take on a device. */
import type { Device } from "../../device/index.js";
import type { Images } from "../images.js";
import type { ImageClustererConfig } from "./config.js";
/** Seconds of one training step, by a few steps with a network that is then thrown away. */
export declare function secondsPerStep(images: Images, config: ImageClustererConfig, device: Device): Promise<number>;
