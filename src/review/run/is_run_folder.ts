import { existsSync } from "node:fs";
import { join } from "node:path";
import { ASSIGNMENTS } from "./review_run.js";

/** Whether a path is the folder of a run, and not one of images. */
export const isRunFolder = (path: string): boolean => existsSync(join(path, ASSIGNMENTS));
