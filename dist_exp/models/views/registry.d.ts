import type { AugmentationOptions } from "../augmentation.js";
/** The part of an ImageClusterer's options that fits a kind of picture. */
export interface ViewsOptions {
    readonly centre?: "none" | "content";
    /** More where heads find different classes: the lowest loss then has more to choose from. */
    readonly heads?: number;
    readonly augmentation?: AugmentationOptions;
    readonly objective?: {
        readonly contrastive?: number;
        readonly temperature?: number;
    };
}
export interface ViewsPreset extends ViewsOptions {
    readonly name: string;
    /** One line for a list: which pictures it is for, and what its views change. */
    readonly about: string;
}
/** Has `views` of an ImageClusterer take a preset. @throws {ArgumentError} when the name is taken, or "auto". */
export declare function registerViews(preset: ViewsPreset): void;
/** Whether there is a preset of that name. */
export declare const registeredViews: (name: string) => boolean;
/** All registered presets. */
export declare function viewsPresets(): ViewsPreset[];
/** What `views` takes, for messages. */
export declare const viewsNames: () => string[];
/** The options with a preset's under them: what was given stays. */
export declare function withViews<T extends object>(name: string, options: T & Partial<ViewsOptions>): T;
