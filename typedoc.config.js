import { PAGES } from "./scripts/lib/site_pages.js";

/** What `npm run docs` makes of src/ and of the pages. @type {Partial<import("typedoc").TypeDocOptions>} */
export default {
  name: "Skein",
  entryPoints: ["src/index.ts", "src/index.web.ts", "src/onnx/index.ts"],
  tsconfig: "tsconfig.build.json",
  plugin: ["./scripts/lib/typedoc_pages.js"],
  projectDocuments: Object.values(PAGES).flat(),
  out: "build/docs",
  includeVersion: true,
  includeHierarchySummary: false,
  // The README has a heading of its own.
  headings: { readme: false },
  excludePrivate: true,
  disableSources: true,
  hideGenerator: true,
  searchInDocuments: true,
  navigation: { includeGroups: true },
  visibilityFilters: { inherited: true },
  requiredToBeDocumented: ["Class", "Function", "Interface", "TypeAlias", "Variable", "Method", "Accessor"],
  validation: { notDocumented: true, invalidLink: true, invalidPath: true, notExported: false },
  treatWarningsAsErrors: true,
};
