/** What is known of every image, and of one, as the page shows it. */
import type { ReviewState } from "../review/index.js";
import { UNSORTED_CLASS } from "../review/index.js";
import { type Columns, type DuplicatePictures, FLAG } from "./protocol.js";
import type { ReviewSession } from "./session.js";
import type { Views } from "./views.js";

/** The class that one became by merges. */
function known({ mergedInto, classes }: ReviewState, id: number): number {
  let now = id;
  for (let hops = 0; mergedInto.has(now) && hops <= mergedInto.size; hops++) now = mergedInto.get(now)!;
  return classes.has(now) ? now : UNSORTED_CLASS;
}

/** Of an image: how sure its class is, and the next best one. */
export function beliefOf(session: ReviewSession, views: Views, image: number) {
  const { state, run } = session;
  const beliefs = session.beliefs ?? views.found;
  return believed(state, beliefs, run.confidence, image);
}

function believed(
  state: ReviewState,
  beliefs: ReviewSession["beliefs"],
  confidence: Float32Array,
  image: number,
) {
  const id = state.classOf[image]!;
  const own = beliefs?.confidence[image] ?? confidence[image]!;
  const found = beliefs ? known(state, beliefs.classOf[image]!) : id;
  const next = beliefs ? known(state, beliefs.second[image]!) : UNSORTED_CLASS;
  const second = next !== id ? next : found !== id ? found : UNSORTED_CLASS;
  return {
    id,
    confidence: state.decided[image] ? 1 : own,
    second,
    secondConfidence:
      state.decided[image] || second === UNSORTED_CLASS ? 0 : (beliefs?.secondConfidence[image] ?? 0),
  };
}

export function columnsOf(session: ReviewSession, views: Views): Columns {
  const { state, run, revision } = session;
  const count = run.images.length;
  const beliefs = session.beliefs ?? views.found;
  const confidence = new Float32Array(count);
  const second = new Int32Array(count);
  const flags = new Uint8Array(count);
  for (let image = 0; image < count; image++) {
    const belief = believed(state, beliefs, run.confidence, image);
    confidence[image] = belief.confidence;
    second[image] = belief.second;
    flags[image] =
      (state.decided[image] ? FLAG.decided : 0) |
      (state.locked[image] ? FLAG.locked : 0) |
      (state.ignored[image] ? FLAG.ignored : 0) |
      (views.vanished[image] ? FLAG.vanished : 0);
  }
  for (const { image } of views.knownOutliers) flags[image]! |= FLAG.outlier;
  for (const { members } of duplicatesOf(session.state, views.knownDuplicates)) {
    for (const { image } of members.slice(1)) flags[image]! |= FLAG.duplicate;
  }
  return { revision, classOf: state.classOf, confidence, second, bytes: views.bytes, flags };
}

/** Groups without ignored images, the one first that a person chose to keep. */
export function duplicatesOf(
  state: ReviewState,
  groups: ReturnType<Views["duplicates"]>,
): DuplicatePictures[] {
  return groups.flatMap(({ members: all, reason }): DuplicatePictures[] => {
    const members = all.filter(({ image }) => !state.ignored[image]);
    if (members.length < 2) return [];
    const chosen = members
      .map(({ image }) => state.keeperOf.get(image))
      .find((keeper) => keeper !== undefined);
    const keeper = members.find(({ image }) => image === chosen);
    if (!keeper) {
      const [first, ...others] = members;
      return [{ members: [{ ...first!, kind: "kept" as const }, ...others], reason, decided: false }];
    }
    // What the chosen one is to the former first, that is to it.
    const others = members
      .filter((member) => member !== keeper)
      .map((member) =>
        member.kind === "kept" ? { ...member, kind: keeper.kind, similarity: keeper.similarity } : member,
      );
    const first = { image: keeper.image, kind: "kept" as const, similarity: 1 };
    return [{ members: [first, ...others], reason: "you chose it", decided: true }];
  });
}
