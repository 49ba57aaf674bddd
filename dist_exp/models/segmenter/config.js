/** What an ImageSegmenter can be told. */
import { z } from "zod";
import { ArgumentError } from "../../errors.js";
import { choice, fields, parseOptions, whole } from "../schema.js";
import { segmentationMethod, segmentationMethods } from "./method.js";
const MAX_REGIONS = 255;
const oneOfMethods = () => `one of ${segmentationMethods()
    .map(({ name }) => name)
    .join(", ")}`;
const schema = fields({
    /** A registered method: "inpainting", "clustering", ... */
    method: z
        .string({ error: oneOfMethods })
        .refine((name) => segmentationMethod(name) !== undefined, { error: oneOfMethods })
        .default("inpainting"),
    /** K, the number of regions. Two are background and foreground. */
    regions: whole(2, MAX_REGIONS).default(2),
    /**
     * Of images with an alpha channel: "flatten" puts them on white and segments that, "mask" takes the pixels that are
     * at least half opaque as the foreground, where others are not.
     */
    alpha: choice(["flatten", "mask"]).default("flatten"),
    /** Any unsigned 32-bit integer. */
    seed: whole(0, 2 ** 32 - 1).default(0),
    /** The method's own settings; see each method. */
    settings: z.looseObject({}, { error: "an object of the method's settings" }).default({}),
});
/**
 * Checks options, those of the method included, and fills in defaults.
 * @throws {ArgumentError} naming the first field that is wrong, what was given, and what it takes.
 */
export function parseSegmenterConfig(options = {}) {
    const config = parseOptions(schema, options, "ImageSegmenter");
    const method = methodOf(config);
    if (config.regions > method.maxRegions) {
        throw new ArgumentError(`ImageSegmenter: regions is ${config.regions}, ${method.name} finds at most ${method.maxRegions}: ` +
            `give ${method.maxRegions}, or another method`);
    }
    if (config.alpha === "mask" && config.regions !== 2) {
        throw new ArgumentError(`ImageSegmenter: alpha is mask and regions is ${config.regions}: an alpha channel tells 2 regions, give 2`);
    }
    const settings = parseOptions(method.settings, config.settings, "ImageSegmenter.settings");
    return { ...config, settings: settings };
}
/** The method of a checked configuration. */
export function methodOf({ method }) {
    return segmentationMethod(method);
}
//# sourceMappingURL=config.js.map