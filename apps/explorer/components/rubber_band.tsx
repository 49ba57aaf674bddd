/** A rectangle that is drawn over the grid from an empty place, and selects what it touches. */
import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { selected, shown } from "../store.js";

interface Layout {
  readonly across: number;
  readonly pitch: number;
  readonly side: number;
}

interface Band {
  readonly x: number;
  readonly y: number;
  readonly toX: number;
  readonly toY: number;
}

/** Shorter ones are clicks. */
const LEAST = 4;

export function useRubberBand(
  scroller: RefObject<HTMLDivElement | null>,
  inner: RefObject<HTMLDivElement | null>,
  { across, pitch, side }: Layout,
) {
  const band = useSignal<Band | null>(null);
  const before = useSignal<ReadonlySet<number>>(new Set());
  const at = (event: PointerEvent) => {
    const box = inner.current!.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const onPointerDown = (event: PointerEvent) => {
    // Of a finger it is scrolling, and on a thumbnail a click.
    if (event.button !== 0 || event.pointerType === "touch" || (event.target as Element).closest(".cell"))
      return;
    if (event.offsetX > scroller.current!.clientWidth) return;
    const { x, y } = at(event);
    band.value = { x, y, toX: x, toY: y };
    before.value = event.shiftKey || event.ctrlKey || event.metaKey ? selected.value : new Set();
    scroller.current!.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent) => {
    if (!band.value) return;
    const { x, y } = at(event);
    band.value = { ...band.value, toX: x, toY: y };
    selected.value = new Set([...before.value, ...touched(band.value, { across, pitch, side })]);
  };
  const onPointerUp = () => {
    if (!band.value) return;
    const { x, y, toX, toY } = band.value;
    if (Math.abs(toX - x) < LEAST && Math.abs(toY - y) < LEAST) selected.value = before.value;
    band.value = null;
  };
  const now = band.value;
  const box = now && (
    <div
      class="band"
      style={{
        transform: `translate(${Math.min(now.x, now.toX)}px, ${Math.min(now.y, now.toY)}px)`,
        width: `${Math.abs(now.toX - now.x)}px`,
        height: `${Math.abs(now.toY - now.y)}px`,
      }}
    />
  );
  return { box, handlers: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: onPointerUp } };
}

/** The images whose thumbnails a band touches. */
function touched({ x, y, toX, toY }: Band, { across, pitch, side }: Layout): number[] {
  const images = shown.value;
  const span = (a: number, b: number): [number, number] => {
    const [low, high] = [Math.min(a, b), Math.max(a, b)];
    return [Math.max(0, Math.floor((low + pitch - side) / pitch)), Math.floor(high / pitch)];
  };
  const [left, right] = span(x, toX);
  const [top, bottom] = span(y, toY);
  const found: number[] = [];
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= Math.min(right, across - 1); column++) {
      const image = images[row * across + column];
      if (image !== undefined) found.push(image);
    }
  }
  return found;
}
