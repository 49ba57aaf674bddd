/** The canvas of the map: pan, zoom, lasso, thumbnails of what is near. */
import { effect, type Signal, useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { countOf } from "../actions.js";
import { thumbnail } from "../api.js";
import { classColour, isDark, onScheme } from "../colours.js";
import { type Camera, panned, type Size, toMap, toView, WHOLE, zoomed } from "../map/camera.js";
import type { PlaceIndex } from "../map/place_index.js";
import { PointLayer } from "../map/point_layer.js";
import { columns, filter, focused, openClass, passes, selected } from "../store.js";
import { say } from "../toasts.js";
import { describeImage } from "./cell.js";

/** Thumbnails are shown where no more images are in view. */
const THUMBNAILS = 90;
const SIDE = 44;
const HIT = 9;

interface Props {
  readonly index: PlaceIndex;
  /** Whether a drag draws a lasso in place of moving the map. */
  readonly lasso: Signal<boolean>;
}

export function MapCanvas({ index, lasso }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const layer = useRef<PointLayer | null>(null);
  const camera = useSignal<Camera>(WHOLE);
  const size = useSignal<Size>({ width: 0, height: 0 });
  const path = useSignal<readonly number[]>([]);
  const hovered = useSignal(-1);
  const frame = useRef(0);
  const pointers = useRef(new Map<number, { x: number; y: number }>());
  const moved = useRef(false);

  const draw = () => {
    if (frame.current) return;
    frame.current = requestAnimationFrame(() => {
      frame.current = 0;
      const box = canvas.current;
      if (box && box.width > 0) layer.current?.draw(camera.peek(), box);
    });
  };

  useLayoutEffect(() => {
    const box = canvas.current!;
    try {
      layer.current = new PointLayer(box, index.places);
    } catch (error) {
      say((error as Error).message, true);
      return;
    }
    const paint = () => {
      layer.current?.setColours(coloursOf());
      draw();
    };
    const stopColours = effect(paint);
    const stopCamera = effect(() => {
      void camera.value;
      draw();
    });
    onScheme(paint);
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = box;
      const ratio = Math.min(2, devicePixelRatio);
      [box.width, box.height] = [width * ratio, height * ratio];
      size.value = { width, height };
      draw();
    });
    observer.observe(box);
    return () => {
      stopColours();
      stopCamera();
      observer.disconnect();
      cancelAnimationFrame(frame.current);
      layer.current?.close();
      layer.current = null;
    };
  }, [index]);

  useEffect(() => {
    const box = canvas.current!;
    // The page must not scroll: such a listener is not passive.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      camera.value = zoomed(camera.value, size.value, 1.0018 ** -event.deltaY, event.offsetX, event.offsetY);
    };
    box.addEventListener("wheel", onWheel, { passive: false });
    return () => box.removeEventListener("wheel", onWheel);
  }, []);

  const imageAt = (x: number, y: number) => {
    const [px, py] = toMap(camera.value, size.value, x, y);
    const [qx] = toMap(camera.value, size.value, x + HIT, y);
    const all = columns.value!;
    return index.nearest(px, py, qx - px, (image) => visible(image, all));
  };
  const onPointerDown = (event: PointerEvent) => {
    canvas.current!.setPointerCapture(event.pointerId);
    pointers.current.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
    moved.current = false;
    if (lasso.value || event.shiftKey)
      path.value = toMap(camera.value, size.value, event.offsetX, event.offsetY);
  };
  const onPointerMove = (event: PointerEvent) => {
    const before = pointers.current.get(event.pointerId);
    const now = { x: event.offsetX, y: event.offsetY };
    if (!before) {
      hovered.value = imageAt(now.x, now.y);
      return;
    }
    const others = [...pointers.current].filter(([id]) => id !== event.pointerId);
    if (others.length === 1) {
      const still = others[0]![1];
      const factor =
        Math.hypot(now.x - still.x, now.y - still.y) /
        Math.max(1, Math.hypot(before.x - still.x, before.y - still.y));
      camera.value = zoomed(camera.value, size.value, factor, still.x, still.y);
    } else if (path.value.length > 0)
      path.value = [...path.value, ...toMap(camera.value, size.value, now.x, now.y)];
    else camera.value = panned(camera.value, size.value, now.x - before.x, now.y - before.y);
    if (Math.hypot(now.x - before.x, now.y - before.y) > 0) moved.current = true;
    pointers.current.set(event.pointerId, now);
  };
  const onPointerUp = (event: PointerEvent) => {
    pointers.current.delete(event.pointerId);
    const more = event.ctrlKey || event.metaKey;
    if (path.value.length > 0) {
      const all = columns.value!;
      const caught = index.inside(path.value).filter((image) => visible(image, all));
      path.value = [];
      if (moved.current) selected.value = new Set([...(more ? selected.value : []), ...caught]);
      return;
    }
    if (moved.current) return;
    const image = imageAt(event.offsetX, event.offsetY);
    focused.value = image;
    selected.value = image < 0 ? new Set() : new Set([...(more ? selected.value : []), image]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { width, height } = size.value;
    const moves: Record<string, () => Camera> = {
      ArrowLeft: () => panned(camera.value, size.value, 60, 0),
      ArrowRight: () => panned(camera.value, size.value, -60, 0),
      ArrowUp: () => panned(camera.value, size.value, 0, 60),
      ArrowDown: () => panned(camera.value, size.value, 0, -60),
      "+": () => zoomed(camera.value, size.value, 1.4, width / 2, height / 2),
      "-": () => zoomed(camera.value, size.value, 1 / 1.4, width / 2, height / 2),
      Home: () => WHOLE,
    };
    if (!moves[event.key] || event.ctrlKey) return;
    event.preventDefault();
    camera.value = moves[event.key]!();
  };

  const middle = (by: number) => {
    camera.value = zoomed(camera.value, size.value, by, size.value.width / 2, size.value.height / 2);
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: it takes keys as an application does */}
      <canvas
        ref={canvas}
        class={lasso.value ? "lasso" : ""}
        tabIndex={0}
        role="application"
        aria-label="Map of the images. Arrow keys move it, plus and minus zoom, Home shows all."
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={(event) => void pointers.current.delete(event.pointerId)}
        onPointerLeave={() => {
          hovered.value = -1;
        }}
        onKeyDown={onKeyDown}
      />
      <Near index={index} camera={camera.value} size={size.value} />
      {path.value.length > 2 && <Lasso path={path.value} camera={camera.value} size={size.value} />}
      {hovered.value >= 0 && (
        <Hovered image={hovered.value} index={index} camera={camera.value} size={size.value} />
      )}
      <div class="map-tools">
        <button
          type="button"
          aria-pressed={lasso.value}
          onClick={() => {
            lasso.value = !lasso.value;
          }}
        >
          Lasso
        </button>
        <button type="button" aria-label="Larger" onClick={() => middle(1.6)}>
          +
        </button>
        <button type="button" aria-label="Smaller" onClick={() => middle(1 / 1.6)}>
          -
        </button>
        <button
          type="button"
          onClick={() => {
            camera.value = WHOLE;
          }}
        >
          All
        </button>
        <span class="facts">{countOf(columns.value?.classOf.length ?? 0)}; hold Shift for a lasso</span>
      </div>
    </>
  );
}

type All = NonNullable<typeof columns.value>;

/** Whether an image is drawn in its colour and can be chosen. */
const visible = (image: number, all: All) =>
  passes(image, all, filter.value) && (openClass.value === null || all.classOf[image] === openClass.value);

/** RGBA of all points: those of other classes are faint, selected ones dark or light. */
function coloursOf(): Uint8Array {
  const all = columns.value;
  if (all === null) return new Uint8Array(0);
  const dark = isDark();
  const palette = new Map<number, readonly number[]>();
  const colours = new Uint8Array(4 * all.classOf.length);
  for (let image = 0; image < all.classOf.length; image++) {
    const id = all.classOf[image]!;
    let colour = palette.get(id);
    if (!colour) {
      colour = classColour(id, dark);
      palette.set(id, colour);
    }
    colours.set(colour, 4 * image);
    colours[4 * image + 3] = visible(image, all) ? 200 : openClass.value === null ? 0 : 22;
  }
  for (const image of selected.value) colours.set(dark ? [255, 255, 255, 255] : [10, 10, 20, 255], 4 * image);
  return colours;
}

interface OnMap {
  readonly camera: Camera;
  readonly size: Size;
}

/** Thumbnails of the images in view, once they are few. */
function Near({ index, camera, size }: OnMap & { readonly index: PlaceIndex }) {
  if (size.width === 0 || columns.value === null) return null;
  const [left, top] = toMap(camera, size, 0, 0);
  const [right, bottom] = toMap(camera, size, size.width, size.height);
  const images = index.within(left, top, right, bottom, THUMBNAILS + 1);
  if (images.length > THUMBNAILS) return null;
  return (
    <div class="near" aria-hidden="true">
      {images.map((image) => {
        const [x, y] = toView(camera, size, index.places[2 * image]!, index.places[2 * image + 1]!);
        return (
          <img
            key={image}
            src={thumbnail(image, 64)}
            alt=""
            style={{ transform: `translate(${x - SIDE / 2}px, ${y - SIDE / 2}px)` }}
          />
        );
      })}
    </div>
  );
}

function Lasso({ path, camera, size }: OnMap & { readonly path: readonly number[] }) {
  const points: string[] = [];
  for (let i = 0; i < path.length; i += 2)
    points.push(toView(camera, size, path[i]!, path[i + 1]!).join(","));
  return (
    <svg class="lasso-path" aria-hidden="true">
      <polygon points={points.join(" ")} />
    </svg>
  );
}

function Hovered({
  image,
  index,
  camera,
  size,
}: OnMap & { readonly image: number; readonly index: PlaceIndex }) {
  const [x, y] = toView(camera, size, index.places[2 * image]!, index.places[2 * image + 1]!);
  const style = {
    left: `${Math.min(x + 14, size.width - 190)}px`,
    top: `${Math.min(y + 14, size.height - 150)}px`,
  };
  return (
    <figure class="hovered" style={style} aria-hidden="true">
      <img src={thumbnail(image, 128)} alt="" />
      <figcaption>{describeImage(image)}</figcaption>
    </figure>
  );
}
