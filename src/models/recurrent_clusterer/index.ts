export type { RecurrentClustererOptions } from "./options.js";
export { RecurrentClusterer, type RecurrentFitOptions } from "./recurrent_clusterer.js";
