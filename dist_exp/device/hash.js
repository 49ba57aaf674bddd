/** Hashes of whole numbers, for caches that compare what they find with what was asked for. */
/** `hash` with the low 32 bits of `value` mixed in; a 32-bit integer. */
export function mix(hash, value) {
    const product = Math.imul(hash ^ value, 0x9e3779b1);
    return product ^ (product >>> 15);
}
//# sourceMappingURL=hash.js.map