/** Hashes of whole numbers, for caches that compare what they find with what was asked for. */
/** `hash` with the low 32 bits of `value` mixed in; a 32-bit integer. */
export declare function mix(hash: number, value: number): number;
