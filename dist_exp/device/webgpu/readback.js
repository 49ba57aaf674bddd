/** Copies device memory to the host through mappable buffers that are reused. */
import { DeviceError } from "../../errors.js";
/**
 * Dawn's binding asks in every turn of the event loop whether a map is done, which keeps a core busy.
 * A GPU does not mind. A software adapter computes on those same cores: on two of them it took twice as
 * long, and up to ten times where a pass has many short dispatches. So turns are spaced out there.
 */
const NAP_MS = 0.3;
export class ReadbackRing {
    #device;
    #uploads;
    #naps;
    #free = [];
    #napping = false;
    #pending = new Set();
    /** `naps`: the adapter computes on the host's cores, and the thread may be blocked. */
    constructor(device, uploads, naps) {
        this.#device = device;
        this.#uploads = uploads;
        this.#naps = naps ? new Int32Array(new SharedArrayBuffer(4)) : null;
    }
    /** Bytes of a range, once everything submitted before is done. */
    read(source, offset, bytes) {
        const size = Math.max(4, Math.ceil(bytes / 4) * 4);
        const staging = this.#take(size);
        const encoder = this.#device.createCommandEncoder();
        encoder.copyBufferToBuffer(source, offset, staging, 0, size);
        this.#device.queue.submit([encoder.finish()]);
        if (this.#naps && !this.#napping)
            setImmediate(() => this.#nap());
        this.#napping = this.#naps !== null;
        const { sent } = this.#uploads;
        return new Promise((resolve, reject) => {
            this.#pending.add(reject);
            this.#uploads
                .begin(() => staging.mapAsync(GPUMapMode.READ, 0, size))
                .then(() => {
                this.#uploads.finish(sent);
                const copy = staging.getMappedRange(0, size).slice(0, bytes);
                staging.unmap();
                this.#free.push(staging);
                resolve(copy);
            })
                .catch((cause) => reject(lostError(cause.message, cause)))
                .finally(() => this.#pending.delete(reject));
        });
    }
    /** Settles every read under way when the device is gone: Dawn does not promise to. */
    rejectAll(reason) {
        for (const reject of this.#pending)
            reject(reason);
        this.#pending.clear();
    }
    /** Leaves the cores to the adapter for a moment in each turn of the event loop, while a read is under way. */
    #nap() {
        this.#napping = this.#pending.size > 0;
        if (!this.#napping)
            return;
        Atomics.wait(this.#naps, 0, 0, NAP_MS);
        setImmediate(() => this.#nap());
    }
    #take(size) {
        const index = this.#free.findIndex((buffer) => buffer.size >= size && buffer.size <= 4 * size + 4096);
        if (index >= 0)
            return this.#free.splice(index, 1)[0];
        const rounded = 2 ** Math.ceil(Math.log2(Math.max(size, 256)));
        return this.#device.createBuffer({
            size: rounded,
            usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
        });
    }
}
/** For people: a device that is gone, and what to do. */
export function lostError(reason, cause) {
    return new DeviceError(`the webgpu device was lost (${reason}): open it again with openDevice()`, {
        cause,
    });
}
//# sourceMappingURL=readback.js.map