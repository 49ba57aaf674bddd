/** The formats of sources, in the order in which they are told of. */
import "./data_sets.js";
import "./image_folder.js";
import "./image_file.js";
import "./zip.js";
import "./tar.js";
import "./shards.js";
import "./other_archives.js";
import "./list.js";
import "./idx.js";
import "./numpy.js";
import "./cifar.js";

export * from "./format.js";
