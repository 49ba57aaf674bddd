/** The methods that register themselves. */
import "./clustering.js";
