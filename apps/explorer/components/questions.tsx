/** Images that the run is least certain of: one key answers for all that look alike. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Question } from "../../../src/explore/protocol.js";
import { countOf, decide } from "../actions.js";
import { get } from "../api.js";
import { classColour, css, isDark } from "../colours.js";
import { dialog } from "../dialogs.js";
import { classFacts, focused, selected, titleOf } from "../store.js";
import { Picture } from "./cell.js";

/** Questions that are fetched at a time. */
const AT_ONCE = 10;

export function Questions() {
  const list = useSignal<readonly Question[] | null>(null);
  const waiting = useSignal("Looking for questions...");
  const answered = useSignal(0);
  /** Images that the answer is not for. */
  const apart = useSignal<ReadonlySet<number>>(new Set());
  const skipped = useRef(new Set<number>());
  const asking = useRef(false);

  const more = async () => {
    if (asking.current) return;
    asking.current = true;
    try {
      const count = AT_ONCE + skipped.current.size;
      const found = await get<Question[]>(`questions?count=${count}`);
      list.value = found.filter(({ images }) => !skipped.current.has(images[0]!));
    } catch (error) {
      waiting.value = (error as Error).message;
      setTimeout(more, 1500);
    } finally {
      asking.current = false;
    }
  };
  useEffect(() => void more(), []);

  const next = () => {
    apart.value = new Set();
    list.value = list.value!.slice(1);
    if (list.value.length === 0) {
      list.value = null;
      void more();
    }
  };
  const answeredOne = () => {
    next();
    answered.value++;
  };
  // Read when a key is pressed: the next question may not be drawn yet.
  const current = () => list.value?.[0];
  const question = current();
  const answer = async (to: number | null) => {
    const asked = current();
    if (!asked) return;
    const images = asked.images.filter((image) => !apart.value.has(image));
    if (images.length === 0) return skip();
    answeredOne();
    await decide({ kind: "move", images, to });
  };
  const skip = () => {
    const asked = current();
    if (!asked) return;
    skipped.current.add(asked.images[0]!);
    next();
  };
  const other = () => {
    const asked = current();
    if (!asked) return;
    selected.value = new Set(asked.images.filter((image) => !apart.value.has(image)));
    dialog.value = { kind: "move", moved: answeredOne };
  };

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (dialog.value || event.ctrlKey || event.metaKey || event.altKey) return;
      const asked = current();
      if (!asked) return;
      const act: Record<string, () => unknown> = {
        1: () => answer(asked.candidates[0]),
        2: () => answer(asked.candidates[1]),
        0: () => answer(null),
        3: other,
        " ": skip,
      };
      if (!act[event.key] || (event.key === " " && event.target instanceof HTMLButtonElement)) return;
      event.preventDefault();
      act[event.key]!();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);

  // What is known of it is shown beside it.
  const first = question?.images[0] ?? -1;
  useEffect(() => {
    if (first >= 0) focused.value = first;
  }, [first]);

  if (list.value === null) return <p class="empty">{waiting.value}</p>;
  if (!question)
    return <p class="empty">Nothing is left to ask: all uncertain images are decided or skipped.</p>;
  const { images, candidates, confidence } = question;
  const mark = (image: number) => {
    const set = new Set(apart.value);
    if (!set.delete(image)) set.add(image);
    apart.value = set;
  };
  return (
    <section class="page question" aria-label="Question">
      <div class="grid-bar">
        <h2>Where {images.length === 1 ? "does this image" : `do these ${images.length} images`} belong?</h2>
        <span class="size">{answered.value} answered</span>
      </div>
      {images.length > 1 && <p class="lead">They look alike. Click those that the answer is not for.</p>}
      <ul class="asked">
        {images.map((image) => (
          <li key={image}>
            <button
              type="button"
              aria-pressed={apart.value.has(image)}
              class="apart"
              onClick={() => mark(image)}
            >
              <Picture image={image} side={images.length === 1 ? 240 : 108} />
            </button>
          </li>
        ))}
      </ul>
      <div class="answers">
        {candidates.map((id, place) => (
          <Answer
            key={id}
            id={id}
            place={place}
            share={place === 0 ? confidence : null}
            choose={() => answer(id)}
          />
        ))}
        <button type="button" onClick={other}>
          <kbd>3</kbd> Another class
        </button>
        <button type="button" onClick={() => answer(null)}>
          <kbd>0</kbd> Neither: unsorted
        </button>
        <button type="button" onClick={skip}>
          <kbd>Space</kbd> Skip
        </button>
      </div>
      <p class="facts" aria-live="polite">
        {countOf(images.length - apart.value.size)} would move
      </p>
    </section>
  );
}

interface AnswerProps {
  readonly id: number;
  readonly place: number;
  readonly share: number | null;
  readonly choose: () => void;
}

function Answer({ id, place, share, choose }: AnswerProps) {
  const best = classFacts.value.get(id)?.best;
  return (
    <button
      type="button"
      class="answer"
      onClick={choose}
      ref={(button) => button?.style.setProperty("--c", css(classColour(id, isDark())))}
    >
      <kbd>{place + 1}</kbd>
      {best !== undefined && <Picture image={best} side={56} />}
      <span>
        <strong>{titleOf(id)}</strong>
        {share !== null && <small>{Math.round(100 * share)} % sure</small>}
      </span>
    </button>
  );
}
