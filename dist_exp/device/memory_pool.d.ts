/**
 * Released memory that is kept for reuse, and the rule by which it goes back to the system:
 *
 * - Where a buffer has to be allocated, and live and pooled bytes together pass 1.25 times the largest live size of
 *   late, pooled buffers that the step under way has not used are freed, the least recently used first; where they
 *   pass twice that size, the others too.
 * - What was not used while 4,096 buffers were created is freed as far as more than 1.25 times that size is held.
 *
 * "Of late" are the last 4,096 to 8,192 buffers created. A step ends where live memory has fallen by three quarters:
 * from its largest in that step towards its smallest of late. So a step that repeats finds all it needs in the pool,
 * whatever its sizes, and one of another size replaces the memory of the one before.
 */
export declare class MemoryPool {
    #private;
    /** `free` returns memory to the system. */
    constructor(free: (handle: unknown) => void);
    get liveBytes(): number;
    get pooledBytes(): number;
    /** Memory of `size` bytes: pooled, or what `allocate` returns. */
    take(size: number, allocate: () => unknown): unknown;
    /** Takes memory back that `take` gave. */
    give(handle: unknown, size: number): void;
    /** As `give`, where the device is gone and its memory with it. */
    forget(handle: unknown, size: number): void;
    /** Frees everything pooled; where the device is gone, without telling it. */
    clear(gone?: boolean): void;
}
