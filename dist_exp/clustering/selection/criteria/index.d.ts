/** The criteria, which register themselves; results list them in this order. */
import "./gap.js";
import "./silhouette.js";
import "./calinski_harabasz.js";
import "./davies_bouldin.js";
import "./mixture_bic.js";
import "./eigengap.js";
import "./stability.js";
import "./hdbscan_count.js";
