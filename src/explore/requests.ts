/** From what the page asks for to decisions, as corrections.jsonl has them. */
import * as z from "zod";
import type { Decision, ImageKey, ReviewState } from "../review/index.js";
import { Refusal } from "./http/answers.js";
import type { DecisionRequest } from "./protocol.js";

const image = z.int().min(0);
const images = z.array(image).min(1);
const classId = z.int().min(0);
const name = z.string().trim().min(1).max(200);

const schema: z.ZodType<DecisionRequest> = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("name"), class: classId, name }),
  z.strictObject({ kind: z.literal("merge"), classes: z.array(classId).min(2), into: classId }),
  z.strictObject({
    kind: z.literal("split"),
    class: classId,
    parts: z.union([z.int().min(2).max(100), z.array(images).min(1)]),
  }),
  z.strictObject({
    kind: z.literal("move"),
    images,
    to: z.union([classId, z.null(), z.strictObject({ new: name.nullable() })]),
  }),
  z.strictObject({ kind: z.literal("must-link"), images: z.array(image).min(2) }),
  z.strictObject({ kind: z.literal("cannot-link"), images: z.tuple([image, image]) }),
  z.strictObject({ kind: z.literal("lock"), images, locked: z.boolean() }),
  z.strictObject({ kind: z.literal("ignore"), images, ignored: z.boolean() }),
  z.strictObject({ kind: z.literal("keeper"), image, of: images }),
]);

/** @throws {Refusal} where a body is no decision. */
export function parseRequest(body: unknown): DecisionRequest {
  return parse(schema, body);
}

/** A body in a form. @throws {Refusal} where it is of another one. */
export function parse<T>(form: z.ZodType<T>, body: unknown): T {
  const parsed = form.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const at = issue!.path.join(".");
  throw new Refusal(400, `${at === "" ? "the request" : at}: ${issue!.message}`);
}

/** What decisions are made of. */
export interface Known {
  readonly state: ReviewState;
  /** No class has had this id or a greater one. */
  readonly nextId: number;
  /** Parts of a class by their features, without the one that stays. */
  readonly parts: (id: number, count: number) => Promise<readonly (readonly number[])[]>;
}

/**
 * The decisions that a request comes to, to be made together.
 * @throws {Refusal} for images that the run has not.
 */
export async function decisionsOf(request: DecisionRequest, known: Known): Promise<Decision[]> {
  const { keys } = known.state.index;
  const keyOf = (number: number): ImageKey => {
    const key = keys[number];
    if (!key) throw new Refusal(400, `there is no image ${number}: the run has ${keys.length}`);
    return key;
  };
  const keysOf = (numbers: readonly number[]) => numbers.map(keyOf);
  switch (request.kind) {
    case "move": {
      const { images, to } = request;
      if (typeof to !== "object" || to === null)
        return [decision({ kind: "move", images: keysOf(images), to })];
      return [
        decision({ kind: "add", class: known.nextId, name: to.new }),
        decision({ kind: "move", images: keysOf(images), to: known.nextId }),
      ];
    }
    case "split": {
      const { class: id, parts } = request;
      const found = typeof parts === "number" ? await known.parts(known.state.classAt(id).id, parts) : parts;
      const named = found.map((part, i) => ({ class: known.nextId + i, images: keysOf(part) }));
      return [decision({ kind: "split", class: id, parts: named })];
    }
    case "keeper":
      return [decision({ kind: "keeper", image: keyOf(request.image), over: keysOf(request.of) })];
    case "name":
    case "merge":
      return [decision(request)];
    default:
      return [decision({ ...request, images: keysOf(request.images) })];
  }
}

/** A decision with what its kind needs, which is checked where it is made. */
const decision = (fields: Decision & Record<string, unknown>): Decision => fields;
