export { nativeSimdLevels } from "./native.js";
export { type DeviceChoice, deviceChoices, type OpenDeviceOptions, openDevice } from "./open.js";
