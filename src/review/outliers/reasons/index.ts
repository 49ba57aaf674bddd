/** The reasons, in the order in which they are told of. */
import "./far_from_classes.js";
import "./far_from_others.js";
import "./blurred.js";
import "./dark.js";
import "./bright.js";
import "./one_colour.js";
import "./tiny.js";
import "./odd_shape.js";
