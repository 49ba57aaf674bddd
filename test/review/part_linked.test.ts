import { describe, expect, it } from "vitest";
import { type LoggedDecision, partLinked, replay } from "../../src/review/index.js";
import { baseOf, key } from "./base.js";

const images = (...numbers: number[]) => numbers.map(key);

describe("cannot-links in a new run", () => {
  const link = (a: number, b: number) => ({ kind: "cannot-link", images: [key(a), key(b)] });
  const ranking = () => [0, 1, 2];
  const confidence = [0.9, 0.8, 0.7, 0.6, 0.5];
  const parted = (classOf: number[], decisions: object[]) => {
    const log = decisions.map((decision, i) => ({ n: i + 1, time: "", ...decision }));
    const { state } = replay(baseOf(classOf), log as unknown as LoggedDecision[]);
    return { unmet: partLinked(state, confidence, ranking), classOf: [...state.classOf] };
  };

  it("send the less sure image, with those linked to it, to its next best free class", () => {
    expect(parted([0, 0, 1, 2], [link(0, 1)])).toEqual({ unmet: [], classOf: [0, 1, 1, 2] });
    const group = { kind: "must-link", images: images(1, 3) };
    expect(parted([0, 0, 1, 0, 2], [group, link(0, 3), link(1, 2)]).classOf).toEqual([0, 2, 1, 2, 2]);
    // Of classes 0 and 1 both hold an image that it must not be with.
    expect(parted([0, 0, 1, 0], [link(0, 1), link(1, 2)]).classOf).toEqual([0, -1, 1, 0]);
  });

  it("leave what a person placed, and say where that breaks a link", () => {
    const move = (image: number) => ({ kind: "move", images: images(image), to: 0 });
    expect(parted([0, 1, 1, 2], [link(0, 1)])).toEqual({ unmet: [], classOf: [0, 1, 1, 2] });
    expect(parted([0, 0, 1, 2], [move(1), link(0, 1)])).toEqual({ unmet: [], classOf: [1, 0, 1, 2] });
    expect(parted([0, 0, 1, 2], [move(1), move(0), link(0, 1)])).toEqual({
      unmet: [[0, 1]],
      classOf: [0, 0, 1, 2],
    });
  });
});
