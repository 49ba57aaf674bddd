import type { ReportInput } from "./input.js";
/** What the page says about one class. */
export interface ClassView {
    /** The class's number, as in `assignments`. */
    readonly cluster: number;
    /** Its images, the most certain first; images of equal certainty in their own order. */
    readonly members: Int32Array;
    /** Its share of all images, 0 to 1. */
    readonly share: number;
    /** NaN for a class without images. */
    readonly meanConfidence: number;
    /** The label it stands for, or null where none is known. */
    readonly label: number | null;
    /** The share of its images that carry that label, or null. */
    readonly purity: number | null;
    /** The name of its label where most of its images carry it, else "Class 3". */
    readonly title: string;
    /** Whether the title is the label's name. */
    readonly titled: boolean;
}
/** Describes all classes, ordered by the label they stand for, then by number. */
export declare function describeClasses(input: ReportInput): ClassView[];
/** Whether a class is that of images which belong to none of the others. */
export declare function isUnsorted({ unsorted }: ReportInput, { cluster }: Pick<ClassView, "cluster">): boolean;
/** The name of a label, or its number. */
export declare function labelName(input: Pick<ReportInput, "labelNames">, label: number): string;
/** The label of an image, or null where it is not known. */
export declare function knownLabel({ labels }: Pick<ReportInput, "labels">, image: number): number | null;
/** The name of an image: its file, or its number. */
export declare function imageName(input: Pick<ReportInput, "images">, image: number): string;
/** The label a class stands for, or null. */
export declare function mappedLabel(input: ReportInput, cluster: number): number | null;
