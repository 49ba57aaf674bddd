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
/** What may be held for a byte that was in use: by what the step does not use, and by all. */
const HEADROOM = 1.25;
const MOST_HEADROOM = 2;
/** What is left of a step's memory at its end. */
const LEFT = 0.25;
/** Buffers created until extremes are forgotten, twice that at most, and idle memory is freed. */
const WINDOW = 4096;
export class MemoryPool {
    #free;
    /** By size; the last one in is the first one out. */
    #lists = new Map();
    /** When live memory was handed out. */
    #used = new Map();
    #live = 0;
    #pooled = 0;
    #created = 0;
    /** The largest and the smallest live size in this window, and in the one before. */
    #peak = 0;
    #peakBefore = 0;
    #low = 0;
    #lowBefore = 0;
    /** Of the step under way: the buffers created before it, and its largest live size. */
    #stepStart = 0;
    #stepPeak = 0;
    /** `free` returns memory to the system. */
    constructor(free) {
        this.#free = free;
    }
    get liveBytes() {
        return this.#live;
    }
    get pooledBytes() {
        return this.#pooled;
    }
    /** Memory of `size` bytes: pooled, or what `allocate` returns. */
    take(size, allocate) {
        if (this.#created % WINDOW === 0)
            this.#nextWindow();
        let handle;
        const found = this.#lists.get(size)?.pop();
        if (found) {
            this.#pooled -= size;
            handle = found.handle;
        }
        else {
            this.#makeRoom(size);
            handle = allocate();
        }
        this.#used.set(handle, this.#created++);
        this.#live += size;
        this.#peak = Math.max(this.#peak, this.#live);
        this.#stepPeak = Math.max(this.#stepPeak, this.#live);
        return handle;
    }
    /** Takes memory back that `take` gave. */
    give(handle, size) {
        const pooled = { handle, used: this.#used.get(handle) };
        this.forget(handle, size);
        const list = this.#lists.get(size);
        if (list)
            list.push(pooled);
        else
            this.#lists.set(size, [pooled]);
        this.#pooled += size;
        const low = Math.min(this.#low, this.#lowBefore);
        if (this.#live <= low + LEFT * (this.#stepPeak - low)) {
            this.#stepStart = this.#created;
            this.#stepPeak = this.#live;
        }
    }
    /** As `give`, where the device is gone and its memory with it. */
    forget(handle, size) {
        this.#used.delete(handle);
        this.#live -= size;
        this.#low = Math.min(this.#low, this.#live);
    }
    /** Frees everything pooled; where the device is gone, without telling it. */
    clear(gone = false) {
        if (!gone)
            for (const list of this.#lists.values())
                for (const { handle } of list)
                    this.#free(handle);
        this.#lists.clear();
        this.#pooled = 0;
    }
    #nextWindow() {
        this.#peakBefore = this.#peak;
        this.#lowBefore = this.#low;
        // A long step needs again what it used a window ago: only what is too much goes.
        const largest = Math.max(this.#peak, this.#peakBefore);
        this.#peak = this.#low = this.#live;
        this.#freeOldest(() => this.#live + this.#pooled - HEADROOM * largest, this.#created - WINDOW);
    }
    /** Frees what is in the way of `more` bytes. */
    #makeRoom(more) {
        const held = () => this.#live + this.#pooled + more;
        const largest = Math.max(this.#peak, this.#peakBefore, this.#live + more);
        this.#freeOldest(() => held() - HEADROOM * largest, this.#stepStart);
        this.#freeOldest(() => held() - MOST_HEADROOM * largest, Number.POSITIVE_INFINITY);
    }
    /** Frees what was handed out before `before`, the oldest first, while `surplus` bytes are too many. */
    #freeOldest(surplus, before) {
        if (this.#pooled === 0 || surplus() < 0)
            return;
        const all = [...this.#lists].flatMap(([size, list]) => list.map((pooled) => ({ size, list, pooled })));
        const old = all.filter(({ pooled }) => pooled.used < before);
        for (const { size, list, pooled } of old.sort((a, b) => a.pooled.used - b.pooled.used)) {
            if (surplus() < 0)
                return;
            list.splice(list.indexOf(pooled), 1);
            this.#free(pooled.handle);
            this.#pooled -= size;
        }
    }
}
//# sourceMappingURL=memory_pool.js.map