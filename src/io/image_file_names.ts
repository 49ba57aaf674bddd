/** Names of the files that commands write for an image. */

/** A name without its last ending: "birds/owl.jpg" as "birds/owl". */
export const stem = (name: string) => name.replace(/\.[^./]+$/, "");

/** A name as a relative path; parts that lead out of a folder are replaced. */
export function innerPath(name: string): string {
  return name
    .replaceAll("\\", "/")
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .map((part) => (part === ".." ? "_" : part.replace(/^([A-Za-z]):$/, "$1")))
    .join("/");
}

/**
 * A relative path for each name, without its ending, and no two alike: of images that differ in the ending alone, all but
 * the first keep it.
 */
export function outputStems(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const path = innerPath(name);
    const candidates = [stem(path), path];
    let free = candidates.find((candidate) => !taken.has(candidate.toLowerCase()));
    for (let copy = 2; free === undefined; copy++) {
      const candidate = `${path}-${copy}`;
      if (!taken.has(candidate.toLowerCase())) free = candidate;
    }
    // Some file systems take names that differ in case alone for one.
    taken.add(free.toLowerCase());
    return free;
  });
}
