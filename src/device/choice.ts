/** Which device to open, by name. */
export const deviceChoices = ["auto", "native", "webgpu", "shadow"] as const;
/** Names of devices that `openDevice` takes: "auto", "native", "webgpu", "shadow". */
export type DeviceChoice = (typeof deviceChoices)[number];
