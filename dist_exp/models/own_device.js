/** The device of a model: one that was given, or one that the model opens when it needs it, and closes. */
import { Device } from "../device/index.js";
import { openDevice } from "../device/node/index.js";
export class OwnDevice {
    #choice;
    #opened = null;
    /** @param choice a device, which stays the caller's to close, or which to open. */
    constructor(choice) {
        this.#choice = choice;
    }
    /** The device, opened if need be. @throws {DeviceError} when it cannot be opened. */
    async get() {
        if (this.#choice instanceof Device)
            return this.#choice;
        this.#opened ??= openDevice(this.#choice);
        try {
            return await this.#opened;
        }
        catch (error) {
            this.#opened = null;
            throw error;
        }
    }
    /** Closes a device that was opened here. Closing twice is harmless. */
    async close() {
        const opened = this.#opened;
        this.#opened = null;
        (await opened)?.close();
    }
}
//# sourceMappingURL=own_device.js.map