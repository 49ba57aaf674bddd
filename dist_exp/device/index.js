export { alignBinding, BINDING_ALIGNMENT, DeviceBuffer } from "./buffer.js";
export { Device } from "./device.js";
export { DryDevice } from "./dry.js";
export { forgetLeak, watchLeak } from "./leaks.js";
//# sourceMappingURL=index.js.map