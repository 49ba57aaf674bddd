/** WebGPU in a browser. */
import { DeviceError } from "../../errors.js";
import { Device } from "../device.js";
import { adapterName } from "../webgpu/adapter.js";
import { openAdapter } from "../webgpu/backend.js";
import { requireOptIns } from "../webgpu/opt_ins.js";
/**
 * Opens a browser's WebGPU device.
 * @param adapter from `navigator.gpu.requestAdapter()`.
 * @throws {DeviceError} when the adapter cannot do what the options ask for, or gives no device.
 */
export async function openDevice(adapter, shaders, options = {}) {
    requireOptIns(options, adapter, adapterName(adapter));
    const readShader = (path) => {
        const text = shaders[path];
        if (text === undefined)
            throw new DeviceError(`shader ${path} is missing: give the text of every shader`);
        return text;
    };
    return new Device(await openAdapter(adapter, { ...options, readShader, blocking: false }));
}
//# sourceMappingURL=open.js.map