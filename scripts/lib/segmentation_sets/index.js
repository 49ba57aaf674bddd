import { sets as sprites } from "./sprites.js";
import { sets as stamps } from "./stamps.js";

/** All sets. */
export const sets = [...sprites, ...stamps];
