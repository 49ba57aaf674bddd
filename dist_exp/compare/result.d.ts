/** What a comparison finds, as plain data. */
/** Scores of held-out images, 0 to 1; precision, recall and F1 are means over the classes. */
export interface LearnerScores {
    readonly accuracy: number;
    readonly precision: number;
    readonly recall: number;
    readonly f1: number;
}
/** What one learning rate came to. */
export interface RateResult {
    readonly rate: number;
    /** Null where training failed. */
    readonly accuracy: number | null;
    /** Why training failed. */
    readonly failure: string | null;
}
/** What one learner did, at its default learning rate. */
export interface LearnerResult {
    readonly scores: LearnerScores;
    /**
     * Seconds of `fit` on all images that it learned from, and of `predict` on all held-out images and on 1,000 of them.
     */
    readonly seconds: {
        readonly training: number;
        readonly prediction: number;
        readonly per1000: number;
    };
    /** Learned numbers. */
    readonly parameters: number;
    /**
     * Peak resident memory of a process that does nothing else, in bytes: `growth` above `baseline`, the peak once code
     * and images were loaded. Memory of a GPU is not in it.
     */
    readonly memory: {
        readonly baseline: number;
        readonly growth: number;
    };
    /** Images that it learned from. */
    readonly trainedOn: number;
    /** Accuracy at each learning rate tried, ascending; null for a learner without one. */
    readonly rates: readonly RateResult[] | null;
}
/** A row of the table. */
export interface ComparisonRow {
    readonly learner: string;
    readonly about: string;
    /** Whether it learned from the labels. An unsupervised learner's classes were matched to them for scoring. */
    readonly supervised: boolean;
    /** Null where the learner failed. */
    readonly result: LearnerResult | null;
    /** Why the learner failed. */
    readonly failure: string | null;
}
/** What `compareLearners` resolves with. */
export interface LearnerComparison {
    readonly source: string;
    readonly images: {
        /** Images to learn from, of which a learner may take fewer. */
        readonly train: number;
        /** Held-out images, which the scores are of. */
        readonly test: number;
        readonly height: number;
        readonly width: number;
        readonly channels: number;
    };
    /** Where the held-out images are from: the source's own test images, or a share of each class. */
    readonly heldOut: "test images" | "validation images";
    readonly classes: readonly string[];
    readonly seed: number;
    /** Passes over the images and images of a step, where they were given. */
    readonly epochs: number | null;
    readonly batch: number | null;
    readonly device: string;
    readonly machine: {
        readonly cpu: string;
        readonly cores: number;
        readonly node: string;
    };
    /** In the order that the learners were named in. */
    readonly rows: readonly ComparisonRow[];
    /** False after `signal`: learners are missing then. */
    readonly finished: boolean;
}
/** Rows by accuracy, the best first; failed learners come last. */
export declare function ranked(rows: readonly ComparisonRow[]): ComparisonRow[];
/** Largest minus smallest accuracy over the learning rates; null where there are none, or training failed at one. */
export declare function spreadOfRates(rates: readonly RateResult[] | null): number | null;
