/** A device that executes nothing and holds no memory: it checks commands and counts what they would cost. */
import { DeviceError } from "../errors.js";
import { Device } from "./device.js";
const none = () => { };
const refuse = async () => {
    throw new DeviceError("a dry device computes nothing: read values on a device from openDevice()");
};
function dryBackend() {
    return {
        // Ops choose between algorithms by the kind: those of the native device are counted.
        info: {
            kind: "native",
            name: "dry",
            isGpu: false,
            maxBindingBytes: Number.MAX_SAFE_INTEGER,
            details: {},
        },
        lost: new Promise(none),
        allocate: () => ({}),
        free: none,
        execute: none,
        write: none,
        read: refuse,
        startProfile: none,
        endProfile: refuse,
        close: none,
    };
}
export class DryDevice extends Device {
    #flops = 0;
    #peakBytes = 0;
    constructor() {
        super(dryBackend());
    }
    /** Floating point operations of everything recorded so far. */
    get flops() {
        return this.#flops;
    }
    /** The largest `memory.liveBytes` so far. */
    get peakBytes() {
        return this.#peakBytes;
    }
    createBuffer(bytes) {
        const buffer = super.createBuffer(bytes);
        this.#peakBytes = Math.max(this.#peakBytes, this.memory.liveBytes);
        return buffer;
    }
    record(kernel, bindings, params) {
        super.record(kernel, bindings, params);
        this.#flops += kernel.flops(params);
    }
}
//# sourceMappingURL=dry.js.map