import { sets as digits } from "./digits.js";
import { sets as folders } from "./folders.js";
import { sets as glyphs } from "./glyphs.js";
import { sets as icons } from "./icons.js";
import { sets as skimage } from "./skimage.js";

/** All sets. */
export const sets = [...digits, ...skimage, ...glyphs, ...icons, ...folders];
