/** What every learner of `skein cluster` gives. */
import type { ImageClusterer, Matrix, PredictingModel } from "../../models/index.js";
import type { Assignments } from "../assignments.js";

/** What was learned, whatever learned it. */
export interface LearnedClasses {
  readonly model: PredictingModel;
  /** Classes, without that of images which belong to none. */
  readonly clusters: number;
  /** Of the images learned from, then of those held out. */
  readonly assignments: Assignments;
  readonly seed: number;
  /** For metrics.json. */
  readonly config: object;
  /** For the report. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly trainingSeconds: number;
  readonly predictionSeconds: number;
  /** What the training of the recurrent network was like. */
  readonly network: Pick<ImageClusterer, "lossHistory" | "restarts" | "selectedHead"> | null;
  /** How the model was chosen, for metrics.json; absent where it was asked for. */
  readonly choice?: object;
  /** The classes that the network's heads gave the images learned from. */
  readonly heads?: readonly Int32Array[];
  /** Features of all images [N, F], where they are at hand; else the model computes those that the map shows. */
  readonly features?: Matrix;
  /** What can be done about empty classes. */
  readonly remedyForEmpty: string;
}
