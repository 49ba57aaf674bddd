/** The device of a model: one that was given, or one that the model opens when it needs it, and closes. */
import { Device } from "../device/index.js";
import { type DeviceChoice } from "../device/node/index.js";
export declare class OwnDevice {
    #private;
    /** @param choice a device, which stays the caller's to close, or which to open. */
    constructor(choice: Device | DeviceChoice);
    /** The device, opened if need be. @throws {DeviceError} when it cannot be opened. */
    get(): Promise<Device>;
    /** Closes a device that was opened here. Closing twice is harmless. */
    close(): Promise<void>;
}
