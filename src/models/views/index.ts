/** Presets of views, and the choice of one. */
import "./digits.js";
import "./clothes.js";
import "./objects.js";
import "./faces.js";
import "./textures.js";
import "./photos.js";
import "./icons.js";

export { chooseViews, type ViewsChoice } from "./choose.js";
export {
  type Likeness,
  likenessOf,
  registeredViews,
  registerViews,
  type ViewsOptions,
  type ViewsPreset,
  viewsNames,
  viewsPresets,
  withViews,
} from "./registry.js";
export type { PictureStatistics } from "./statistics.js";
