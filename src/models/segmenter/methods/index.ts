/** The methods that register themselves. */
import "./recurrent.js";
import "./clustering.js";
