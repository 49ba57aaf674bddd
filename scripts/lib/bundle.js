// dist as it is published: few files instead of one for each source, since finding and compiling a thousand modules takes
// longer than predicting an image does.
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, posix, relative } from "node:path";
import { build } from "esbuild";

const { exports } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));

/** The modules that `exports` of package.json names, and programs that are started by the name of their file. */
const ENTRIES = [
  ...Object.values(exports).flatMap((entry) =>
    entry.default ? [posix.relative("dist", entry.default)] : [],
  ),
  "cli/main.js",
  "compare/child.js",
  "bench/memory_child.js",
];

/** Stands for a module's own address until the name of its chunk is known. */
const ADDRESS = "__SKEIN_ADDRESS__";

/**
 * Bundles the modules of one folder into chunks in another, and copies the declarations of types.
 *
 * A module keeps the address that it had: `import.meta.url` gives it in the chunk too, so that files are found beside it.
 */
export async function bundle(from, to) {
  await build({
    entryPoints: ENTRIES.map((entry) => join(from, entry)),
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    packages: "external",
    outbase: from,
    outdir: to,
    chunkNames: "chunks/[name]-[hash]",
    legalComments: "none",
    logLevel: "warning",
    plugins: [ownAddresses(from, to)],
  });
  // The page of skein explore is a bundle of its own.
  const isPage = (path) => relative(from, path).startsWith("explorer");
  cpSync(from, to, { recursive: true, filter: (path) => isPage(path) || !/\.(js|map)$/.test(path) });
}

/**
 * esbuild's plugin for that. Modules of `from`, JavaScript or TypeScript, take addresses below `to`, and calls of
 * importFolder() become imports.
 */
export function ownAddresses(from, to) {
  return {
    name: "own-addresses",
    setup({ initialOptions, onLoad, onEnd }) {
      initialOptions.write = false;
      onLoad({ filter: /\.(js|ts)$/, namespace: "file" }, ({ path }) => {
        if (!path.startsWith(from)) return undefined;
        const name = relative(from, path).replaceAll("\\", "/");
        const contents = readFileSync(path, "utf8")
          .replace(/importFolder\(new URL\("([^"]*)", import\.meta\.url\)\)/g, (_, folder) =>
            importFiles(folder, path),
          )
          .replaceAll("import.meta.url", `${ADDRESS}("${name}")`);
        return { contents, loader: path.endsWith(".ts") ? "ts" : "js" };
      });
      onEnd(({ outputFiles = [] }) => {
        for (const { path, text } of outputFiles) writeChunk(path, text, to);
      });
    },
  };
}

/** What importFolder() of src/import_folder.ts does, by name; the module that asks is there already. */
function importFiles(folder, path) {
  const place = join(dirname(path), folder);
  const files = readdirSync(place).filter(
    (file) => /^[a-z0-9_]+\.(js|ts)$/.test(file) && join(place, file) !== path,
  );
  const name = (file) => JSON.stringify(`./${posix.join(folder, file)}`);
  return `Promise.all([${files.map((file) => `import(${name(file)})`).join(", ")}])`;
}

/** Webpack would copy what `new URL(name, import.meta.url)` names; it does not look through a function's argument. */
function writeChunk(path, text, to) {
  const up = `${relative(dirname(path), to).replaceAll("\\", "/") || "."}/`;
  const uses = text.includes(ADDRESS);
  const helper = `const ${ADDRESS} = ((own) => (name) => new URL(${JSON.stringify(up)} + name, own).href)(import.meta.url);\n`;
  const start = text.startsWith("#!") ? text.indexOf("\n") + 1 : 0;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, uses ? text.slice(0, start) + helper + text.slice(start) : text);
}
