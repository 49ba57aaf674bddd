/** Learners by name. Each file of `learners/` registers its own. */
import type { DeviceChoice } from "../device/node/index.js";
import { ArgumentError } from "../errors.js";
import type { Images } from "../models/images.js";

/** What a learner is made for. */
export interface LearnerOptions {
  /** Number of classes K. */
  readonly classes: number;
  readonly device: DeviceChoice;
  readonly seed: number;
  /** Passes over the images, for learners that have them; absent for the learner's own default. */
  readonly epochs?: number | undefined;
  /** Images of one step, for learners that have steps; absent for the learner's own default. */
  readonly batch?: number | undefined;
  /** The step size to use; null for a learner without one. */
  readonly learningRate: number | null;
}

/** One learner at work. */
export interface Learner {
  /**
   * Learns from images.
   * @param labels a class for each image, 0 to K - 1; an unsupervised learner does not look at them.
   */
  fit(images: Images, labels: Int32Array): Promise<void>;
  /** The class of each image, 0 to K - 1, or its cluster. */
  predict(images: Images): Promise<Int32Array>;
  /** How many numbers `fit` learned. */
  readonly parameters: number;
  /** Gives back devices and memory. */
  close(): Promise<void>;
}

/** A learner that `compareLearners` knows by name. */
export interface LearnerDefinition {
  readonly name: string;
  /** One line for a list of learners. */
  readonly about: string;
  /** Whether `fit` learns from the labels. */
  readonly supervised: boolean;
  /** Whether it takes part where no learners are named. Default false. */
  readonly byDefault?: boolean;
  /** The default learning rate; null for a learner without one. */
  readonly learningRate: number | null;
  /**
   * About how many images it learns from at most, where more take too long: of more it gets a draw with the same share
   * of each class.
   */
  readonly mostImages?: number;
  /** Makes one that has learned nothing yet. */
  create(options: LearnerOptions): Promise<Learner>;
}

const sources = new Map<string, () => readonly LearnerDefinition[]>();

/** Has `compareLearners` know a learner. @throws {ArgumentError} when the name is taken. */
export function registerLearner(definition: LearnerDefinition): void {
  const { name } = definition;
  if (learners().some((other) => other.name === name)) {
    throw new ArgumentError(`registerLearner: ${name} is registered already: give another name`);
  }
  sources.set(name, () => [definition]);
}

/** Has `compareLearners` know all learners of a family, which is asked for them whenever they are listed. */
export function registerLearnerFamily(family: string, members: () => readonly LearnerDefinition[]): void {
  // A learner may have the name of a family.
  sources.set(`family ${family}`, members);
}

/** All registered learners. */
export function learners(): LearnerDefinition[] {
  return [...sources.values()].flatMap((members) => members());
}

/** "default" or "all", or learners by name, each once. */
export type LearnerChoice = "default" | "all" | readonly string[];

/**
 * The learners that a choice names, in its order.
 * @throws {ArgumentError} when a name is unknown, or none is given.
 */
export function chooseLearners(choice: LearnerChoice): LearnerDefinition[] {
  const known = learners();
  if (choice === "all") return known;
  if (choice === "default") return known.filter(({ byDefault }) => byDefault);
  if (choice.length === 0) throw new ArgumentError("no learner is named: give one or more, or all");
  return [...new Set(choice)].map((name) => {
    const found = known.find((definition) => definition.name === name);
    if (found) return found;
    const names = known.map((definition) => definition.name).join(", ");
    throw new ArgumentError(`${name} is no known learner: give ${names}`);
  });
}
