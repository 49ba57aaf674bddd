import type { Backend, DeviceInfo, ProfileEntry } from "./backend.js";
import { type Command } from "./command.js";
interface Pair {
    readonly first: unknown;
    readonly second: unknown;
}
export declare class ShadowBackend implements Backend {
    #private;
    readonly info: DeviceInfo;
    readonly lost: Promise<string>;
    constructor(first: Backend, second: Backend);
    allocate(bytes: number): Pair;
    free(handle: unknown): void;
    execute(commands: readonly Command[]): void;
    write(handle: unknown, offset: number, data: Uint8Array): void;
    read(handle: unknown, offset: number, bytes: number): Promise<ArrayBuffer>;
    startProfile(): void;
    endProfile(): Promise<ProfileEntry[]>;
    close(): void;
}
export {};
