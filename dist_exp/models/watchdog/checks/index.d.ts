import "./statistic.js";
import "./unsupported.js";
import "./unstable.js";
import "./sizes.js";
import "./split.js";
import "./merged.js";
