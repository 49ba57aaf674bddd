/** Which part of an image is its foreground. */
/**
 * The part, 0 or 1, that holds the smaller share of the pixels at the image's border; 1 where both hold as many. Objects lie
 * within an image, and what surrounds them goes on beyond it.
 * @param mask [H, W], 0 or 1.
 */
export declare function foregroundIs(mask: ArrayLike<number>, height: number, width: number): 0 | 1;
