import "./version1.js";
export { parseConfig } from "./config.js";
export { ImageClusterer } from "./image_clusterer.js";
//# sourceMappingURL=index.js.map