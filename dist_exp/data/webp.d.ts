/** Rows from the top, channels interleaved: 3 RGB, 4 RGB and alpha. */
interface Pixels {
    readonly width: number;
    readonly height: number;
    readonly channels: number;
    readonly pixels: Uint8Array;
}
/** Encodes colour pixels as lossy WebP; null where sharp cannot be loaded, or a side is too long. */
export declare function encodeWebp({ width, height, channels, pixels }: Pixels): Promise<Uint8Array | null>;
export {};
