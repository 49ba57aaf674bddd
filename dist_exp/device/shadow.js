/**
 * Runs every command on two devices and compares what each wrote. The first
 * kernel whose results differ is named, and the device counts as lost: start
 * there when a number is wrong.
 */
import { DeviceError } from "../errors.js";
import { compare, hostArray } from "../kernels/compare.js";
import { bytesPerElement } from "../kernels/kernel.js";
import { describeCommand } from "./command.js";
/** Two devices each within a kernel's tolerance of the truth, on inputs that differ by as much. */
const SLACK = 8;
export class ShadowBackend {
    info;
    lost;
    #first;
    #second;
    #fail;
    #difference = null;
    #checks = Promise.resolve();
    constructor(first, second) {
        this.#first = first;
        this.#second = second;
        this.info = {
            ...first.info,
            kind: "shadow",
            name: `${first.info.name} beside ${second.info.name}`,
            maxBindingBytes: Math.min(first.info.maxBindingBytes, second.info.maxBindingBytes),
        };
        const differs = new Promise((resolve) => {
            this.#fail = resolve;
        });
        this.lost = Promise.race([differs, first.lost, second.lost]);
    }
    allocate(bytes) {
        return { first: this.#first.allocate(bytes), second: this.#second.allocate(bytes) };
    }
    free(handle) {
        const { first, second } = handle;
        this.#first.free(first);
        this.#second.free(second);
    }
    execute(commands) {
        for (const command of commands) {
            this.#first.execute([onSide(command, "first")]);
            this.#second.execute([onSide(command, "second")]);
            if (command.type === "dispatch")
                this.#check(command);
        }
    }
    write(handle, offset, data) {
        const { first, second } = handle;
        this.#first.write(first, offset, data);
        this.#second.write(second, offset, data);
    }
    async read(handle, offset, bytes) {
        const [result] = await Promise.all([
            this.#first.read(handle.first, offset, bytes),
            this.#checks,
        ]);
        if (this.#difference)
            throw new DeviceError(this.#difference);
        return result;
    }
    startProfile() {
        this.#first.startProfile();
    }
    endProfile() {
        return this.#first.endProfile();
    }
    close() {
        this.#first.close();
        this.#second.close();
    }
    #check(command) {
        const { kernel, params, slices } = command;
        kernel.givenBindings.forEach(([name, binding], index) => {
            if (binding.access === "read")
                return;
            const { buffer, offset } = slices[index];
            const { first, second } = buffer.handle;
            const bytes = binding.size(params) * bytesPerElement[binding.dtype];
            const sides = Promise.all([
                this.#first.read(first, offset, bytes),
                this.#second.read(second, offset, bytes),
            ]);
            this.#checks = this.#checks.then(async () => {
                const [got, want] = (await sides).map((data) => hostArray(binding.dtype, data));
                const { absolute, relative, because } = kernel.tolerance;
                const { passed, maxError, worstIndex } = compare(got, want, {
                    absolute: absolute * SLACK,
                    relative: relative * SLACK,
                    because,
                });
                if (passed || this.#difference)
                    return;
                this.#difference =
                    `${describeCommand(command)}: ${name}[${worstIndex}] is ${got[worstIndex]} on ${this.#first.info.kind} ` +
                        `and ${want[worstIndex]} on ${this.#second.info.kind} (largest difference ${maxError})`;
                this.#fail(this.#difference);
            });
            // A device that closes or is lost rejects these; `read` and `lost` tell the caller that waits.
            sides.catch(() => { });
            this.#checks.catch(() => { });
        });
    }
}
/** The command with each handle replaced by one side's own. */
function onSide(command, side) {
    const own = (slice) => {
        const buffer = Object.create(slice.buffer, { handle: { value: slice.buffer.handle[side] } });
        return { ...slice, buffer };
    };
    if (command.type === "dispatch")
        return { ...command, slices: command.slices.map(own) };
    if (command.type === "copy")
        return { ...command, from: own(command.from), to: own(command.to) };
    return { ...command, slice: own(command.slice) };
}
//# sourceMappingURL=shadow.js.map