/**
 * A short run of the fuzz program (test/fuzz/ops.mjs), which calls public functions with hostile arguments; the long
 * one, under the sanitizers, is part of `npm run test:sanitize`.
 */
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import * as skein from "../../src/index.js";
import { runNode } from "../support/child.js";
import { noWebGpu } from "../support/devices.js";

const program = fileURLToPath(new URL("ops.mjs", import.meta.url));

/** Exports that put nothing of the caller's into device memory, or only through functions that have an entry. */
const WITHOUT_ENTRY: Readonly<Record<string, readonly string[]>> = {
  "read and write files": [
    "loadImageFile",
    "loadImageFolder",
    "loadIdxImages",
    "readIdx",
    "labelsFromFolders",
    "loadLabels",
    "loadFashionMnist",
    "loadMnist",
    "openImages",
    "imageBatches",
    "openImageSource",
    "openShards",
    "readShard",
    "shardBatches",
    "writeShards",
    "loadModule",
    "checkPipelineByName",
    "defaultFeatures",
    "pipelineByName",
    "exportOnnx",
    "readOnnx",
    "readSafetensors",
    "readSafetensorsFiles",
    "generateIdentity",
    "generateSigningKey",
    "parseSigningKey",
    "withKeys",
    "loadPretrained",
    "openEncoder",
    "ImageEncoder",
    "EncodedClassifier",
    "clusterEncoded",
    "checkEncodedClustering",
    "encodeSource",
    "FileEncoder",
    "FeatureCache",
    "openFeatureCache",
    "readPretrained",
    "saveModule",
    "writeSafetensors",
    "checkpointFile",
    "csvLog",
    "resumeFrom",
  ],
  "compute on the host": [
    "float32Values",
    "openBytes",
    "sealBytes",
    "accuracy",
    "applyMapping",
    "chooseViews",
    "clopperPearsonLower",
    "robustnessJson",
    "clusteringAccuracy",
    "mappedAccuracy",
    "adjustedRandIndex",
    "adjustedMutualInformation",
    "calinskiHarabaszScore",
    "daviesBouldinScore",
    "fowlkesMallows",
    "homogeneityCompletenessVMeasure",
    "normalizedMutualInformation",
    "purity",
    "linearSumAssignment",
    "classificationReport",
    "confusionMatrix",
    "contingencyMatrix",
    "segmentationScores",
    "maskPolygons",
    "runLengths",
    "CocoAnnotations",
    "silhouetteScore",
    "topKAccuracy",
    "trustworthiness",
    "constant",
    "cosine",
    "exponential",
    "oneCycle",
    "stepDecay",
    "warmUp",
    "sinusoidalPositions",
    "parseConfig",
    "parseClassifierConfig",
    "constantInit",
    "normalInit",
    "uniformInit",
    "xavierUniform",
    "kaimingNormal",
    "Random",
    "argmaxRows",
    "contentBox",
    "cropToContent",
    "earlyStopping",
    "summarize",
    "formatSummary",
  ],
  "meet other processes": ["openCollectives"],
  "are made of what has an entry": [
    "ImageBatches",
    "ImageClassifier",
    "ImageClusterer",
    "Model",
    "Module",
    "Network",
    "SequenceAutoencoder",
    "buildNetwork",
    "networks",
    "registerNetwork",
    "registerViews",
    "viewsPresets",
    "OnnxModel",
    "OnnxRuntimeModel",
    "Optimizer",
    "ParameterStorage",
    "Trainer",
    "bestWeights",
    "loadEstimator",
    "loadModel",
    "openDevice",
    "compareLearners",
    "robustness",
    "registerAttack",
    "registeredAttacks",
    "registerChange",
    "registeredChanges",
    "learners",
    "registerEstimator",
    "ImageSegmenter",
    "registerSegmentationMethod",
    "segmentationMethods",
    "ImageSorter",
    "chooseImageClusters",
    "recommendedClusters",
    "registerCriterion",
    "registerCheck",
    "registerStep",
    "preprocessingSteps",
    "watchClustering",
    "registerLearner",
    "randomSource",
    "runOf",
    "saveEstimator",
    "withTape",
  ],
};

describe("fuzz", () => {
  it("has an entry for every public function and class", async () => {
    const { entries } = (await import("./entries.mjs" as string)) as { entries: Record<string, unknown> };
    const functions = (from: Record<string, unknown>, prefix: string) =>
      Object.entries(from).flatMap(([name, value]) =>
        typeof value === "function" && !isErrorClass(value) ? [prefix + name] : [],
      );
    const isErrorClass = (value: object) =>
      value === skein.SkeinError || Object.prototype.isPrototypeOf.call(skein.SkeinError, value);
    const exported = [...functions(skein, ""), ...functions(skein.ops, "ops.")];
    const left = new Set(Object.values(WITHOUT_ENTRY).flat());
    expect(exported.filter((name) => !left.has(name) && !(name in entries))).toEqual([]);
    expect([...left].filter((name) => !exported.includes(name) || name in entries)).toEqual([]);
  });

  const devices = [
    { device: "native", skip: null, calls: 4000 },
    // Software adapters take seconds for each pipeline.
    { device: "webgpu", skip: noWebGpu, calls: 500 },
  ];
  for (const { device, skip, calls } of devices) {
    it.skipIf(skip)(`finds nothing [${device}]`, async () => {
      const { code, signal, stdout, stderr } = await runNode(
        [program, "--device", device, "--calls", String(calls), "--seed", "20"],
        { timeout: 280_000 },
      );
      const findings = stderr.split("\n").filter((line) => line.startsWith("finding"));
      expect({ code, signal, findings }).toEqual({ code: 0, signal: null, findings: [] });
      const { returned, refused } = JSON.parse(stdout.trim().split("\n").at(-1)!);
      // Neither are all calls refused, nor none.
      expect(returned).toBeGreaterThan(calls / 2);
      expect(refused).toBeGreaterThan(calls / 20);
    });
  }
});
