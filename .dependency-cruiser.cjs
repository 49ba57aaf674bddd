// The direction of imports, as ARCHITECTURE.md draws it. `npm test` fails on a breach and on a circle.

// What each folder of src/ may import besides itself, lowest first. The files directly in src/ that `everyone` names are open to all.
const kernels = ["random"];
const device = [...kernels, "kernels", "parallel"];
const tensor = [...device, "device"];
const onTensor = [...tensor, "tensor"];
const onHost = [...onTensor, "host"];
const ops = [...onTensor, "autograd"];
const onOps = [...ops, "ops"];
const onEstimators = [...onOps, "estimators", "linalg"];
const beside = ["preprocess", "estimators", "linalg", "features", "clustering", "metrics", "data", "io", "host", "platform"];
const models = [...onOps, "nn", "onnx", "optim", "train", ...beside];
const compare = [...models, "models"];
const robustness = [...models, "models"];
const report = [...compare, "compare", "robustness"];
const leaf = [...report, "report", "review", "explore"];

const mayImport = {
  random: [],
  // What processes tell each other; its node/ has MPI.
  parallel: [],
  kernels,
  device,
  tensor,
  autograd: onTensor,
  ops,
  nn: onOps,
  // A graph of operators is a module. Its files are opened and checked with the keys of io.
  onnx: [...onOps, "nn", "io"],
  // An optimizer updates the parameters of modules.
  optim: [...onOps, "nn"],
  train: [...onOps, "nn", "optim"],
  linalg: ["random"],
  estimators: onTensor,
  features: [...onEstimators, "clustering"],
  // Numbers of clusters are judged by scores of clusterings.
  clustering: [...onEstimators, "metrics"],
  // Bytes in, bytes out.
  preprocess: [],
  metrics: onTensor,
  // What Node and browsers give models, as an interface; platform/ has it for each.
  host: tensor,
  data: onHost,
  io: onHost,
  platform: [...onHost, "data", "io"],
  models,
  robustness,
  // Decisions of people about classes of images, and runs that models left.
  review: [...models, "models"],
  // A local page for them.
  explore: [...report, "report", "review"],
  // Each learner runs in a process of its own.
  compare,
  report,
  // The command line is how the benchmark is started.
  cli: [...leaf, "bench"],
  bench: leaf,
  // Python peers are found in one way.
  experiments: [...leaf, "bench"],
};

const leaves = ["cli", "bench", "experiments"];
const everyone = "^src/(errors|format|import_folder|version)\\.ts$";
const entries = "^src/index(\\.web|\\.web\\.classifier)?\\.ts$";

// The folders that may use Node. Of data and io a part runs in browsers, too: test/web/bundle.test.ts holds it.
const onNode = ["device/node", "parallel/node", "onnx/node", "data", "io", "models/encoder", "review", "explore", "compare", "report", ...leaves]
  .map((folder) => `^src/${folder}/`)
  .concat("^src/platform/node\\.ts$");
const usesNode = [...onNode, "^src/(kernels/load|import_folder)\\.ts$"];
const anyOf = (names) => `^src/(${names.join("|")})/`;

const direction = Object.entries(mayImport).map(([folder, below]) => {
  const allowed = [anyOf([folder, ...below]), everyone];
  // The leaves are programs on top of the library and may use it the way its users do.
  if (leaves.includes(folder)) allowed.push("^src/index\\.ts$");
  return {
    name: `direction-${folder}`,
    comment: `src/${folder} imports only ${below.join(", ") || "itself"}, and the files that are open to all`,
    severity: "error",
    from: { path: `^src/${folder}/` },
    to: { path: "^src/", pathNot: allowed },
  };
});

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...direction,
    {
      name: "known-folders",
      comment: "a new folder of src/ needs its place in .dependency-cruiser.cjs",
      severity: "error",
      from: { path: "^src/", pathNot: [anyOf(Object.keys(mayImport)), everyone, entries] },
      to: {},
    },
    {
      name: "leaves",
      comment: "nobody imports the programs: src/cli, src/bench, src/experiments",
      severity: "error",
      from: { path: entries },
      to: { path: anyOf(leaves) },
    },
    {
      name: "no-node",
      comment: "what runs in a browser imports nothing of Node",
      severity: "error",
      from: { path: "^src/", pathNot: usesNode },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "device-node",
      comment: "src/device/node is for programs in Node and what already depends on Node",
      severity: "error",
      from: { path: "^src/", pathNot: [...onNode, "^src/index\\.ts$"] },
      to: { path: "^src/device/node/" },
    },
    {
      name: "dawn-in-device-node",
      comment: "Dawn's binding is imported only in src/device/node",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/device/node/" },
      to: { path: "(^|/)node_modules/webgpu/|^webgpu$" },
    },
    {
      name: "device-web",
      comment: "src/device/web is imported for browsers alone; src/device/webgpu is given what it needs",
      severity: "error",
      from: { path: "^src/", pathNot: ["^src/device/web/", "^src/platform/web\\.ts$", entries] },
      to: { path: "^src/device/web/" },
    },
    {
      name: "errors-stand-alone",
      comment: "src/errors.ts, src/format.ts, src/import_folder.ts and src/version.ts are used by all and import nothing of src/",
      severity: "error",
      from: { path: everyone },
      to: { dependencyTypesNot: ["core"] },
    },
    {
      name: "kernels-stand-alone",
      comment: "src/kernels declares; it needs no package and nothing of Node",
      severity: "error",
      // load.ts lists the folder, so that nobody keeps a list by hand.
      from: { path: "^src/kernels/", pathNot: "^src/kernels/load\\.ts$" },
      to: { pathNot: ["^src/(kernels|random)/", everyone] },
    },
    {
      name: "sharp-in-data",
      comment: "sharp is imported only in src/data",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/data/" },
      to: { path: "(^|/)node_modules/sharp/|^sharp$" },
    },
    {
      name: "no-tests-in-src",
      comment: "the library does not import its tests",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^test/" },
    },
    {
      name: "no-circles",
      comment: "modules that import each other cannot be read one after the other",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "resolvable",
      comment: "an import leads nowhere: a misspelt path, or a package missing in package.json",
      severity: "error",
      from: {},
      // A package of types alone has no module to find.
      to: { couldNotResolve: true, pathNot: "^@webgpu/types$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["types", "import", "node", "default"] },
  },
};
