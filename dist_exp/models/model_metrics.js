/** Metrics of `Model` by name. */
import { classificationReport } from "../metrics/classification_report.js";
import { topKAccuracy } from "../metrics/top_k.js";
import { argmaxRows } from "./image_model.js";
/** Classes that `topK` looks at. */
const TOP = 5;
/** The class of each row with the largest value. */
function classesOf({ shape, data }) {
    return argmaxRows({ rows: shape[0], columns: shape.at(-1), data });
}
const reportOf = (...[predicted, { data }]) => classificationReport(data, classesOf(predicted));
export const metrics = {
    /** Share of rows whose largest value is at the label. */
    accuracy: (...args) => reportOf(...args).accuracy,
    /** Share of rows whose label is among the five largest values. */
    topK: (predicted, { data }) => topKAccuracy(data, predicted.data, Math.min(TOP, predicted.shape.at(-1))),
    /** Means over classes. */
    precision: (...args) => reportOf(...args).macroAverage.precision,
    recall: (...args) => reportOf(...args).macroAverage.recall,
    f1: (...args) => reportOf(...args).macroAverage.f1,
};
//# sourceMappingURL=model_metrics.js.map