export { type DeviceChoice, deviceChoices } from "../choice.js";
export { nativeSimdLevels } from "./native.js";
export { type OpenDeviceOptions, openDevice } from "./open.js";
