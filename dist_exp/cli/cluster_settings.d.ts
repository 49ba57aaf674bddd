export interface Setting {
    /** Where it stands in the file that --config names. */
    readonly name: string;
    readonly about: string;
}
/** Of some thirty settings, those that a user may have a reason to change; the most important first. */
export declare const SETTINGS: readonly Setting[];
/** A setting's default, as JSON: that of the preset of views "digits", where the preset decides. */
export declare function defaultOf(name: string): string;
/** A line for each setting. */
export declare function settingsHelp(): string;
