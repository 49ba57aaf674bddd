/** The device of a model: one that was given, or one that the model opens when it needs it, and closes. */
import { Device, type DeviceChoice } from "../device/index.js";
import { host } from "../host/host.js";

export class OwnDevice {
  readonly #choice: Device | DeviceChoice;
  #opened: Promise<Device> | null = null;

  /** @param choice a device, which stays the caller's to close, or which to open. */
  constructor(choice: Device | DeviceChoice) {
    this.#choice = choice;
  }

  /** The device, opened if need be. @throws {DeviceError} when it cannot be opened. */
  async get(): Promise<Device> {
    if (this.#choice instanceof Device) return this.#choice;
    this.#opened ??= host().openDevice(this.#choice);
    try {
      return await this.#opened;
    } catch (error) {
      this.#opened = null;
      throw error;
    }
  }

  /** Closes a device that was opened here. Closing twice is harmless. */
  async close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = null;
    (await opened)?.close();
  }
}
