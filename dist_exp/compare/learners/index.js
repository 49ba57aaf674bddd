/** The learners of this folder, each registered by its own file. */
import "./network.js";
import "./image_clusterer.js";
import "./kmeans.js";
import "./svm.js";
import "./random_forest.js";
//# sourceMappingURL=index.js.map