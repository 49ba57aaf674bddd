/** The methods that register themselves. */
import "./inpainting.js";
import "./clustering.js";
//# sourceMappingURL=index.js.map