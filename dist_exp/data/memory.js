/** Whether a set of images fits into memory, said before it is read. */
import { totalmem } from "node:os";
import { DataError } from "../errors.js";
/** Bytes that this process can take: what is free, or what its container leaves it. */
function availableMemory() {
    return process.availableMemory?.() ?? totalmem();
}
/**
 * @param size images of [height, width, channels] bytes
 * @throws {DataError} when they take more memory than is free.
 */
export function requireMemory({ count, height, width, channels }, available = availableMemory()) {
    const bytes = count * height * width * channels;
    if (bytes <= available)
        return;
    const gib = (value) => `${(value / 2 ** 30).toFixed(1)} GiB`;
    throw new DataError(`${count} images of ${height} x ${width} x ${channels} take ${gib(bytes)} of memory, and ${gib(available)} are free: ` +
        "choose a smaller height and width, or fewer images.");
}
//# sourceMappingURL=memory.js.map