import type { Device } from "../../device/index.js";
import type { DeviceChoice } from "../../device/node/index.js";
import { type ClassificationReport } from "../../metrics/classification_report.js";
import type { PixelScale } from "../batches.js";
import { type FitOptions as CommonFitOptions, type FitResult, type Fitted, ImageModel, type Matrix } from "../image_model.js";
import { type Images } from "../images.js";
import type { ModelFile } from "../model_file.js";
import type { Network } from "../zoo/network.js";
import { type ImageClassifierConfig, type ImageClassifierOptions } from "./config.js";
export interface ClassifierFitOptions extends CommonFitOptions {
    /** Images with labels to judge by after each epoch, instead of a share of the training images. */
    readonly validation?: {
        readonly images: Images;
        readonly labels: ArrayLike<number>;
    } | undefined;
    /** A name for each label, kept in the model file. */
    readonly labelNames?: readonly string[] | null | undefined;
}
/** What `fit` resolves with. */
export interface ClassifierFitResult extends FitResult {
    /** Numbers of the images that were judged and not trained on, ascending; null without `validationSplit`. */
    readonly validation: Uint32Array | null;
}
/** What `evaluate` finds. */
export interface Evaluation {
    /** Mean cross entropy. */
    readonly loss: number;
    readonly accuracy: number;
    /** Precision, recall and F1 of each class, and their means. */
    readonly report: ClassificationReport;
    /** The label given to each image. */
    readonly predicted: Int32Array;
}
interface FittedClassifier extends Fitted<Network, ImageClassifierConfig> {
    /** The label of each class. */
    readonly labels: readonly number[];
    readonly labelNames: readonly string[] | null;
    readonly scale: PixelScale;
}
/**
 * Learns classes from labelled images with a named network, in scikit-learn's manner:
 *
 * ```ts
 * const classifier = new ImageClassifier({ network: "rowLstm", epochs: 5 });
 * await classifier.fit(train, train.labels);
 * const { accuracy } = await classifier.evaluate(test, test.labels);
 * await classifier.save("digits.safetensors");
 * await classifier.close();
 * ```
 */
export declare class ImageClassifier extends ImageModel<FittedClassifier> {
    readonly kind = "image-classifier";
    readonly supervised = true;
    /**
     * @param options see ImageClassifierConfig; every part has a default.
     * @param device a device, which stays the caller's to close, or which to open. Default "auto".
     * @throws {ArgumentError} when an option is wrong.
     */
    constructor(options?: ImageClassifierOptions, device?: Device | DeviceChoice);
    /** The label of each class: column c of `predictProba` is that of `labels[c]`. */
    get labels(): readonly number[];
    /** The name of each class, or its label where labels have no names. */
    get classNames(): readonly string[];
    /** `labelNames[label]`, where `fit` was given them. */
    get labelNames(): readonly string[] | null;
    /**
     * Learns from the beginning. After `signal` or `close` the model is the one learned so far.
     * @param labels a whole number from 0 up for each image; not all numbers need occur.
     * @throws {DataError} when labels do not fit the images, there is one class only, or a class has a single image.
     * @throws {ArgumentError} when the network is unknown or its options are wrong, or `fit` is under way.
     * @throws {ModelFileError} when a checkpoint cannot be read or written.
     * @throws {TrainingError} when a loss or a parameter is not finite; what was learned before is kept.
     */
    fit(images: Images, labels: ArrayLike<number>, { validation, labelNames, ...options }?: ClassifierFitOptions): Promise<ClassifierFitResult>;
    /**
     * The most probable label of each image, [N].
     * @throws {ArgumentError} before `fit` or `load`.
     * @throws {DataError} when the images are of another size than the model's.
     */
    predict(images: Images): Promise<Int32Array>;
    /** Each image's probabilities of the classes, [N, classes] in the order of `labels`. Errors as `predict`. */
    predictProba(images: Images): Promise<Matrix>;
    /** The features that the last layer reads, [N, F]. Errors as `predict`. */
    transform(images: Images): Promise<Matrix>;
    /**
     * Compares predictions with known labels.
     * @throws {DataError} when a label is none of the model's, or their number is not that of the images.
     */
    evaluate(images: Images, labels: ArrayLike<number>): Promise<Evaluation>;
    /** Reads a model that `save` wrote, or the model in a checkpoint. @throws {ModelFileError} */
    static load(path: string, device?: Device | DeviceChoice): Promise<ImageClassifier>;
    /** Makes a model of a file's contents. What does not fit is refused before any memory is taken. */
    static open({ config, size, details, state }: ModelFile, device: Device | DeviceChoice): Promise<ImageClassifier>;
    protected get pixelScale(): PixelScale;
    protected details({ labels, labelNames, scale }: FittedClassifier): unknown;
}
export {};
