/** Links of a folder of HTML pages to each other: whether file and place are there. Links to other sites are not followed. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/**
 * @param {string} folder
 * @returns {{ pages: number, links: number, broken: string[] }} a line for each broken link
 */
export function checkLinks(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".html"));
  const texts = new Map(files.map((file) => [join(folder, file), readFileSync(join(folder, file), "utf8")]));
  const places = new Map([...texts].map(([path, text]) => [path, placesIn(text)]));
  const broken = [];
  let links = 0;
  for (const [page, text] of texts) {
    const targets = new Set(
      [...text.matchAll(/<[^>]*?\s(?:href|src)="([^"]*)"/g)].map(([, target]) => target),
    );
    for (const target of targets) {
      if (/^[a-z]+:|^\/\//i.test(target)) continue;
      links++;
      const [path, place] = target.replaceAll("&amp;", "&").split("#").map(decodeURIComponent);
      const file = path === "" ? page : join(dirname(page), path);
      const found = existsSync(file) && !statSync(file).isDirectory();
      if (found && (!place || !places.has(file) || places.get(file).has(place))) continue;
      broken.push(
        `${relative(folder, page)}: ${target} ${found ? "names no heading there" : "is not a file"}`,
      );
    }
  }
  return { pages: files.length, links, broken };
}

function placesIn(text) {
  return new Set([...text.matchAll(/\s(?:id|name)="([^"]*)"/g)].map(([, id]) => decodeURIComponent(id)));
}
