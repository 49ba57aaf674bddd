/** What an adapter says of itself. */
/** For people: what the adapter calls itself. */
export declare function adapterName({ info }: GPUAdapter): string;
/** Whether a CPU stands behind the adapter. */
export declare function isSoftware({ info }: GPUAdapter): boolean;
