/** Cases of binary.ts. */
export {};
