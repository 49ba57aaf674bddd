export interface RunFolderOptions {
    /** An earlier run in the folder may be replaced. */
    readonly force?: boolean;
    /** An interrupted run in the folder is to go on. */
    readonly resume?: boolean;
}
/** What a run leaves, the model first. */
export declare const RUN_FILES: readonly ["model.safetensors", "assignments.csv", "history.csv", "metrics.json", "report.html"];
export declare class RunFolder {
    #private;
    readonly path: string;
    private constructor();
    /**
     * Makes the folder, claims it for this process, and checks that it can be written to.
     * @throws {ArgumentError} when another run writes there, it holds a run that neither `force` nor `resume`
     * allows to touch, or nothing to resume.
     * @throws {SkeinError} when the file system refuses.
     */
    static open(path: string, options?: RunFolderOptions): Promise<RunFolder>;
    /**
     * Makes and claims a folder that nobody has: where the name is taken it gets a number.
     * @throws {SkeinError} when the file system refuses.
     */
    static create(path: string): Promise<RunFolder>;
    get model(): string;
    get checkpoint(): string;
    file(name: string): string;
    /** Takes away what an earlier run made of its model, which is about to be replaced. */
    removeEarlier(): Promise<void>;
    /** Lets other runs in, and takes back the folders that were made, as far as nothing is in them. */
    close(): Promise<void>;
}
/** Removes folders as far as nothing is in them, given outermost first. */
export declare function removeEmpty(folders: readonly string[]): Promise<void>;
/** Where a run goes that was given no folder: `runs/<name of the source>-<local time>`. */
export declare function defaultRunFolder(source: string, now: Date): string;
