/** The methods that register themselves. */
import "./clustering.js";
import "./inpainting.js";
import "./recurrent.js";
