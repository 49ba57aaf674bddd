/** Presets of views, and the choice of one. */
import "./digits.js";
import "./clothes.js";
import "./objects.js";
import "./faces.js";
import "./textures.js";
import "./photos.js";
import "./icons.js";
export { chooseViews } from "./choose.js";
export { registeredViews, registerViews, viewsNames, viewsPresets, withViews, } from "./registry.js";
//# sourceMappingURL=index.js.map