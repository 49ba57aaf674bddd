import { augmentationFamily } from "./augmentation.js";
import { batchNormFamilies } from "./batch_norm.js";
import { clustererFamilies } from "./clusterer.js";
import { conv2dFamilies } from "./conv2d.js";
import { estimatorFamilies } from "./estimators.js";
import { kmeansFamilies } from "./kmeans.js";
import { layerBenchFamilies } from "./layers.js";
import { networkFamilies } from "./networks.js";
import { permuteFamily } from "./permute.js";
import { predictFamilies } from "./predict.js";
import { productFamilies } from "./products.js";
import { recurrentFamilies } from "./recurrent.js";
export const families = [
    ...recurrentFamilies,
    ...productFamilies,
    permuteFamily,
    ...conv2dFamilies,
    ...batchNormFamilies,
    ...layerBenchFamilies,
    augmentationFamily,
    ...kmeansFamilies,
    ...estimatorFamilies,
    ...networkFamilies,
    ...clustererFamilies,
    ...predictFamilies,
];
//# sourceMappingURL=index.js.map