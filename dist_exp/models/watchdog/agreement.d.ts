/** Mean normalised mutual information of all pairs, 0 to 1; null of fewer than two. */
export declare function meanAgreement(labellings: readonly Int32Array[]): number | null;
