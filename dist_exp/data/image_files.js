/** Image files of a folder, a list or an archive, as what decodes them takes them. */
import { open } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
/** Files on the disk, by names relative to `root`; by paths where it is null. */
export function filesAt(root, names) {
    return {
        names,
        folder: root ?? "",
        async *open(places) {
            for (const place of places)
                yield { place, input: pathOf(root, names[place]) };
        },
    };
}
/** The path of a file whose name is relative to `root`, or is its path. */
export function pathOf(root, name) {
    return root === null || isAbsolute(name) ? name : join(root, name);
}
/** @throws the file system's errors. */
export async function openBytes(input) {
    if (typeof input !== "string") {
        return {
            async read(position, length) {
                const part = input.subarray(position, position + length);
                return Buffer.from(part.buffer, part.byteOffset, part.length);
            },
            async close() { },
        };
    }
    const file = await open(input);
    return {
        async read(position, length) {
            const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, position);
            return buffer.subarray(0, bytesRead);
        },
        close: () => file.close(),
    };
}
//# sourceMappingURL=image_files.js.map