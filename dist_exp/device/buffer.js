/** Device memory and views of it. */
import { DeviceError } from "../errors.js";
import { forgetLeak, watchLeak } from "./leaks.js";
/**
 * A block of device memory, owned by the code that created it until `release()`
 * returns it to the device's pool. Its contents are undefined at first.
 */
export class DeviceBuffer {
    owner;
    handle;
    bytes;
    #released = null;
    #guarded = false;
    constructor(owner, 
    /** The backend's own name for the memory. */
    handle, 
    /** Usable size, at least what was asked for. */
    bytes) {
        this.owner = owner;
        this.handle = handle;
        this.bytes = bytes;
    }
    /** What happened to a released buffer, and the remedy, for a message; null before. */
    get released() {
        return this.#released;
    }
    /**
     * Gives the memory back. Commands recorded before still see it; recording with it afterwards is an error
     * that says what `why` says.
     */
    release(why = "was released before: keep it until here") {
        if (this.#released)
            throw new DeviceError("this buffer was released before: keep one owner for each buffer");
        this.#released = why;
        if (this.#guarded)
            forgetLeak(this);
        this.owner.recycle(this);
    }
    /** Has the memory given back, with a warning, where this object is garbage collected without `release()`. */
    guard() {
        this.#guarded = true;
        watchLeak(this, "a tensor", [new DeviceBuffer(this.owner, this.handle, this.bytes)]);
    }
}
/** WebGPU's default `minStorageBufferOffsetAlignment`; the native device keeps to it too. */
export const BINDING_ALIGNMENT = 256;
/** `bytes` rounded up to where the next binding may begin. */
export function alignBinding(bytes) {
    return Math.ceil(bytes / BINDING_ALIGNMENT) * BINDING_ALIGNMENT;
}
//# sourceMappingURL=buffer.js.map