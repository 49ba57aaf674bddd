/** Cases of batch_norm.ts. */
export {};
