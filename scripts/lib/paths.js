import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's root folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** Everything the scripts keep between two calls; safe to delete at any time. */
export const cache = join(root, ".cache");
