/** Archives often unpack into a folder that holds nothing but another one. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
/** Folders of one folder alone that are passed through. */
const MAX_DEPTH = 4;
/** The folder, or the one at the end of a chain of folders that hold nothing else; hidden files do not count. */
export async function innermost(folder) {
    let inner = folder;
    for (let depth = 0; depth < MAX_DEPTH; depth++) {
        const entries = await readdir(inner, { withFileTypes: true }).catch(() => []);
        const [only, more] = entries.filter(({ name }) => !name.startsWith(".") && name !== "__MACOSX");
        if (only === undefined || more !== undefined || !only.isDirectory())
            break;
        inner = join(inner, only.name);
    }
    return inner;
}
//# sourceMappingURL=innermost.js.map