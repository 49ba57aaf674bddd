/**
 * @param size images of [height, width, channels] bytes
 * @throws {DataError} when they take more memory than is free.
 */
export declare function requireMemory({ count, height, width, channels }: {
    count: number;
    height: number;
    width: number;
    channels: number;
}, available?: number): void;
