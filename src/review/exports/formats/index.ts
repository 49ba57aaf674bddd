/** The formats, in the order in which they are told of. */
import "./folders.js";
import "./csv.js";
import "./json.js";
import "./coco.js";
import "./yolo.js";
import "./imagenet.js";
import "./fiftyone.js";
import "./label_studio.js";
import "./list.js";
