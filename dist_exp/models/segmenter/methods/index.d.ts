/** The methods that register themselves. */
import "./inpainting.js";
import "./clustering.js";
