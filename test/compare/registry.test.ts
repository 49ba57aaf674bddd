/** Which learners there are, and how they are chosen. */
import { describe, expect, it } from "vitest";
import { type LearnerDefinition, learners, registerLearner } from "../../src/compare/index.js";
import { chooseLearners } from "../../src/compare/registry.js";
import { ArgumentError } from "../../src/errors.js";
import { buildNetwork, networks, registerNetwork } from "../../src/models/index.js";
import { fields } from "../../src/models/schema.js";

const names = () => learners().map(({ name }) => name);
const definition = (name: string): LearnerDefinition => ({
  ...{ name, about: "a test", supervised: true, learningRate: null },
  create: () => Promise.reject(new Error("never made")),
});

describe("learners", () => {
  it("are every network that classifies, and one of each file beside", () => {
    const classifying = networks().filter(({ task }) => task !== "reconstruction");
    expect(classifying.length).toBeGreaterThan(5);
    for (const { name } of classifying) expect(names()).toContain(name);
    expect(names()).not.toContain("sequenceAutoencoder");
    for (const name of ["clusterer", "kmeans", "linearSvm", "rbfSvm", "randomForest"]) {
      expect(names()).toContain(name);
    }
    expect(new Set(names()).size).toBe(names().length);
  });

  it("take in a network that is registered later", () => {
    expect(names()).not.toContain("laterNetwork");
    registerNetwork({
      ...{ name: "laterNetwork", about: "a test", options: fields({}) },
      build: ({ size, classes }) => buildNetwork("rowLstm", size, classes),
    });
    expect(names()).toContain("laterNetwork");
  });

  it("take in a learner, once", () => {
    registerLearner(definition("ownLearner"));
    expect(names()).toContain("ownLearner");
    expect(() => registerLearner(definition("ownLearner"))).toThrow(ArgumentError);
    expect(() => registerLearner(definition("rowLstm"))).toThrow("rowLstm is registered already");
  });

  it("are chosen by name, in the order given and once each", () => {
    const chosen = chooseLearners(["kmeans", "rowLstm", "kmeans"]);
    expect(chosen.map(({ name }) => name)).toEqual(["kmeans", "rowLstm"]);
    expect(chooseLearners("all").map(({ name }) => name)).toEqual(names());
    const standard = chooseLearners("default");
    expect(standard.some(({ supervised }) => supervised)).toBe(true);
    expect(standard.some(({ supervised }) => !supervised)).toBe(true);
    expect(standard.length).toBeLessThan(names().length);
  });

  it("are refused where nobody knows them", () => {
    expect(() => chooseLearners(["kmeans", "perceptron"])).toThrow(
      /perceptron is no known learner: give rowLstm, .*kmeans/,
    );
    expect(() => chooseLearners([])).toThrow("no learner is named");
  });
});
