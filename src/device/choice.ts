/** Which device to open, by name. */
export const deviceChoices = ["auto", "native", "webgpu", "shadow"] as const;
export type DeviceChoice = (typeof deviceChoices)[number];
