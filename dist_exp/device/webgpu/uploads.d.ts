/**
 * Bounds what was written to the device and not yet read by it: Dawn keeps a copy of each write until the
 * commands behind it are done, and nothing in WebGPU makes a program wait that never awaits.
 */
export declare class Uploads {
    #private;
    /** `blocking`: Dawn's binding for Node is behind the device. Elsewhere the thread cannot wait: nothing is bounded. */
    constructor(device: GPUDevice, blocking: boolean);
    /** Bytes written so far: once a read that was begun now is over, `finish` takes them. */
    get sent(): number;
    /** Takes note that the first `sent` bytes have arrived. */
    finish(sent: number): void;
    /** Counts a write, and waits first where too much is under way. */
    add(bytes: number): void;
    /**
     * Calls what begins a promise of the binding. While one is pending, the binding gives the global `setImmediate`
     * a callback that processes Dawn's events. It is taken here, so that `#wait` can call it without leaving the
     * thread; otherwise it is called when the binding meant it to be.
     */
    begin<T>(start: () => T): T;
}
