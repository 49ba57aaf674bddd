/** All images of a class, of which only those in view are elements. */
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { countOf } from "../actions.js";
import { thumbnail } from "../api.js";
import { imageOrders } from "../order.js";
import { selectAt, step } from "../selection.js";
import {
  cellSide,
  columns,
  drawer,
  filter,
  filters,
  focused,
  openClass,
  order,
  selected,
  shown,
  similar,
  titleOf,
} from "../store.js";
import { describeImage, Marks, sideFor } from "./cell.js";
import { useRubberBand } from "./rubber_band.js";

/** Between cells, in pixels. */
const GAP = 6;
/** Rows that are drawn beyond the view. */
const BEYOND = 3;

export function Grid() {
  return (
    <section class="grid-view">
      <GridBar />
      {shown.value.length === 0 ? <Nothing /> : <Cells />}
    </section>
  );
}

function Nothing() {
  return (
    <p class="empty">
      {filter.value === "all"
        ? "No image lies in this class."
        : `No image passes the filter "${filter.value}".`}
    </p>
  );
}

function GridBar() {
  const title = similar.value
    ? "Similar images"
    : openClass.value === null
      ? "All images"
      : titleOf(openClass.value);
  return (
    <div class="grid-bar">
      <h2>
        {title} <span class="size">{countOf(shown.value.length)}</span>
      </h2>
      {similar.value ? (
        <button
          type="button"
          onClick={() => {
            similar.value = null;
          }}
        >
          Back
        </button>
      ) : (
        <>
          <label>
            Order{" "}
            <select
              value={order.value}
              onChange={({ currentTarget }) => {
                order.value = currentTarget.value as never;
              }}
            >
              {imageOrders.map((name) => (
                <option key={name} value={name}>
                  {name === "run" ? "as in the run" : `${name} first`}
                </option>
              ))}
            </select>
          </label>
          <label>
            Show{" "}
            <select
              value={filter.value}
              onChange={({ currentTarget }) => {
                filter.value = currentTarget.value as never;
              }}
            >
              {filters.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        </>
      )}
      <label class="only-wide">
        Size{" "}
        <input
          type="range"
          min={56}
          max={240}
          value={cellSide.value}
          onInput={({ currentTarget }) => {
            cellSide.value = Number(currentTarget.value);
          }}
        />
      </label>
    </div>
  );
}

function Cells() {
  const scroller = useRef<HTMLDivElement>(null);
  const inner = useRef<HTMLDivElement>(null);
  const width = useSignal(0);
  const height = useSignal(0);
  /** The first row that is drawn. */
  const first = useSignal(0);
  // As many as fit, and as large as fills the width.
  const across = Math.max(1, Math.floor((width.value + GAP) / (cellSide.value + GAP)));
  const side = Math.max(cellSide.value, Math.floor((width.value + GAP) / across) - GAP);
  const pitch = side + GAP;
  const images = shown.value;
  const rows = Math.ceil(images.length / across);
  const band = useRubberBand(scroller, inner, { across, pitch, side });

  useLayoutEffect(() => {
    const box = scroller.current!;
    const measure = () => {
      const style = getComputedStyle(box);
      width.value =
        box.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
      height.value = box.clientHeight;
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, []);

  const onScroll = () => {
    first.value = Math.max(0, Math.floor(scroller.current!.scrollTop / pitch) - BEYOND);
  };
  useLayoutEffect(onScroll, [pitch, images.length]);

  // Another class begins at its top; the same one, changed, stays where it was.
  const place = `${openClass.value} ${order.value} ${filter.value} ${similar.value?.to}`;
  useEffect(() => {
    scroller.current!.scrollTop = 0;
  }, [place]);

  const inView = Math.ceil(height.value / pitch) + 2 * BEYOND;
  const begin = Math.min(first.value, Math.max(0, rows - inView)) * across;
  const end = Math.min(images.length, begin + inView * across);
  // An element is used again for the image that comes into view as it leaves: elements are not made while scrolling.
  const pool = inView * across;

  const reveal = (at: number) => {
    const top = Math.floor(at / across) * pitch;
    const box = scroller.current!;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + pitch > box.scrollTop + box.clientHeight) box.scrollTop = top + pitch - box.clientHeight;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const page = across * Math.max(1, Math.floor(height.value / pitch) - 1);
    const steps: Record<string, number> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -across,
      ArrowDown: across,
      PageUp: -page,
      PageDown: page,
      Home: -images.length,
      End: images.length,
    };
    const by = steps[event.key];
    if (by !== undefined) reveal(step(by, event.shiftKey));
    else if (event.key === " ") selectAt(images.indexOf(focused.value), { more: true });
    else if (event.key === "Enter") {
      selectAt(images.indexOf(focused.value));
      drawer.value = matchMedia("(max-width: 1000px)").matches ? "details" : null;
    } else return;
    event.preventDefault();
  };

  const cells = [];
  for (let at = begin; at < end; at++) {
    cells.push(
      <Cell key={at % pool} at={at} image={images[at]!} across={across} pitch={pitch} side={side} />,
    );
  }
  return (
    <div class="scroller" ref={scroller} onScroll={onScroll} {...band.handlers}>
      <div
        ref={inner}
        class="cells"
        role="listbox"
        aria-multiselectable="true"
        aria-label="Images"
        aria-activedescendant={focused.value >= 0 ? `image-${focused.value}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        // The list keeps the focus: its options come and go.
        onClick={() => inner.current!.focus({ preventScroll: true })}
        onFocus={() => {
          if (focused.value < 0) focused.value = images[begin] ?? -1;
        }}
        style={{ height: `${rows * pitch}px` }}
      >
        {cells}
        {band.box}
      </div>
    </div>
  );
}

interface CellProps {
  /** Its place in the order that is shown. */
  readonly at: number;
  readonly image: number;
  readonly across: number;
  readonly pitch: number;
  readonly side: number;
}

function Cell({ at, image, across, pitch, side }: CellProps) {
  const chosen = selected.value.has(image);
  const [x, y] = [(at % across) * pitch, Math.floor(at / across) * pitch];
  const title = describeImage(image);
  const onClick = (event: MouseEvent) =>
    selectAt(at, { range: event.shiftKey, more: event.ctrlKey || event.metaKey || touches(event) });
  return (
    // Keys are those of the list.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <div
      id={`image-${image}`}
      class="cell"
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      aria-setsize={shown.value.length}
      aria-posinset={at + 1}
      aria-label={title}
      title={title}
      data-focused={focused.value === image ? "" : undefined}
      onClick={onClick}
      onDblClick={() => {
        drawer.value = "details";
      }}
      style={{ transform: `translate(${x}px, ${y}px)`, width: `${side}px`, height: `${side}px` }}
    >
      <img key={image} src={thumbnail(image, sideFor(side))} alt="" decoding="async" draggable={false} />
      {columns.value && <Marks image={image} />}
    </div>
  );
}

/** A finger has no Ctrl key: each touch adds or takes away. */
const touches = (event: MouseEvent) => (event as PointerEvent).pointerType === "touch";
