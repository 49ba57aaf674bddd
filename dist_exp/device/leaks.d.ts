/** Memory whose owner is garbage collected without having released it. */
/** What a device gave: a `DeviceBuffer`. */
interface Memory {
    readonly bytes: number;
    /** Null until it was released. */
    readonly released: string | null;
    readonly owner: {
        readonly usable: boolean;
    };
    release(why?: string): void;
}
/** Releases `buffers` when `owner` is garbage collected, and warns of it once per process. */
export declare function watchLeak(owner: object, what: string, buffers: Iterable<Memory>): void;
/** Ends `watchLeak`: the owner released its memory itself. */
export declare function forgetLeak(owner: object): void;
export {};
