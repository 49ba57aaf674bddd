/**
 * Bounds what was written to the device and not yet read by it: Dawn keeps a copy of each write until the
 * commands behind it are done, and nothing in WebGPU makes a program wait that never awaits.
 */
/** What may be under way; then the thread waits until all of it is done. */
const MOST_BYTES = 2 ** 26;
/** Milliseconds between two looks, and after which a device that does not answer is waited for no longer. */
const NAP_MS = 0.3;
const PATIENCE_MS = 10_000;
/** What the binding wants called next while promises are pending. Devices of one Dawn instance share it. */
let ticks = [];
let scheduled = false;
export class Uploads {
    #device;
    #nap;
    #fence = null;
    #sent = 0;
    #done = 0;
    /** `blocking`: Dawn's binding for Node is behind the device. Elsewhere the thread cannot wait: nothing is bounded. */
    constructor(device, blocking) {
        this.#device = device;
        this.#nap = blocking ? new Int32Array(new SharedArrayBuffer(4)) : null;
    }
    /** Bytes written so far: once a read that was begun now is over, `finish` takes them. */
    get sent() {
        return this.#sent;
    }
    /** Takes note that the first `sent` bytes have arrived. */
    finish(sent) {
        this.#done = Math.max(this.#done, sent);
    }
    /** Counts a write, and waits first where too much is under way. */
    add(bytes) {
        if (this.#nap && this.#sent - this.#done > MOST_BYTES)
            this.#wait(this.#nap);
        this.#sent += bytes;
    }
    /**
     * Calls what begins a promise of the binding. While one is pending, the binding gives the global `setImmediate`
     * a callback that processes Dawn's events. It is taken here, so that `#wait` can call it without leaving the
     * thread; otherwise it is called when the binding meant it to be.
     */
    begin(start) {
        if (!this.#nap)
            return start();
        const { setImmediate } = globalThis;
        const take = (tick) => {
            ticks.push(tick);
            if (scheduled)
                return;
            scheduled = true;
            setImmediate(() => {
                scheduled = false;
                this.#poll();
            });
        };
        globalThis.setImmediate = take;
        try {
            return start();
        }
        finally {
            globalThis.setImmediate = setImmediate;
        }
    }
    /** Processes Dawn's events; false where nothing is pending. */
    #poll() {
        const due = ticks;
        ticks = [];
        for (const tick of due)
            this.begin(tick);
        return due.length > 0;
    }
    /** Blocks until everything submitted is done: the state of a mapping changes without a turn of the event loop. */
    #wait(nap) {
        const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
        this.#fence ??= this.#device.createBuffer({ size: 4, usage });
        const fence = this.#fence;
        const encoder = this.#device.createCommandEncoder();
        encoder.clearBuffer(fence);
        this.#device.queue.submit([encoder.finish()]);
        // A device that is lost rejects it, and tells so where results are read.
        this.begin(() => fence.mapAsync(GPUMapMode.READ)).catch(() => { });
        const end = performance.now() + PATIENCE_MS;
        while (fence.mapState === "pending" && performance.now() < end && this.#poll()) {
            if (fence.mapState === "pending")
                Atomics.wait(nap, 0, 0, NAP_MS);
        }
        if (fence.mapState === "mapped")
            this.#done = this.#sent;
        fence.unmap();
    }
}
//# sourceMappingURL=uploads.js.map