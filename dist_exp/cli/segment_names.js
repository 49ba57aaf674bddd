/** Names of the files that `skein segment` writes for an image. */
/** A name without its last ending: "birds/owl.jpg" as "birds/owl". */
export const stem = (name) => name.replace(/\.[^./]+$/, "");
/**
 * A relative path for each name, without its ending, and no two alike: of images that differ in the ending alone, all but
 * the first keep it. Parts that lead out of a folder are replaced.
 */
export function outputStems(names) {
    const taken = new Set();
    return names.map((name) => {
        const path = name
            .replaceAll("\\", "/")
            .split("/")
            .filter((part) => part !== "" && part !== ".")
            .map((part) => (part === ".." ? "_" : part.replace(/^([A-Za-z]):$/, "$1")))
            .join("/");
        const candidates = [stem(path), path];
        let free = candidates.find((candidate) => !taken.has(candidate.toLowerCase()));
        for (let copy = 2; free === undefined; copy++) {
            const candidate = `${path}-${copy}`;
            if (!taken.has(candidate.toLowerCase()))
                free = candidate;
        }
        // Some file systems take names that differ in case alone for one.
        taken.add(free.toLowerCase());
        return free;
    });
}
//# sourceMappingURL=segment_names.js.map