import type { ImageClusterChoice } from "../models/choose_image_clusters.js";
import { type Html } from "./html.js";
import type { ReportInput } from "./input.js";
/** Null where there is no step between two numbers of classes. */
export declare function splitsSection(images: ReportInput["images"], choice: ImageClusterChoice): Html | null;
