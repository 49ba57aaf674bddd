/** Which part of the map is seen. */

export interface Camera {
  /** The place in the middle, from 0 to 1. */
  readonly x: number;
  readonly y: number;
  /** How much larger than the whole map. */
  readonly zoom: number;
}

export const WHOLE: Camera = { x: 0.5, y: 0.5, zoom: 1 };
const LARGEST = 400;

/** Pixels of the map's side at zoom 1, of a view of this size. */
export const sideOf = (width: number, height: number): number => 0.94 * Math.min(width, height);

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** From a place of the map to a pixel of the view. */
export function toView(
  { x, y, zoom }: Camera,
  { width, height }: Size,
  px: number,
  py: number,
): [number, number] {
  const scale = zoom * sideOf(width, height);
  return [width / 2 + (px - x) * scale, height / 2 + (py - y) * scale];
}

/** From a pixel of the view to a place of the map. */
export function toMap(
  { x, y, zoom }: Camera,
  { width, height }: Size,
  vx: number,
  vy: number,
): [number, number] {
  const scale = zoom * sideOf(width, height);
  return [x + (vx - width / 2) / scale, y + (vy - height / 2) / scale];
}

export function panned(camera: Camera, size: Size, dx: number, dy: number): Camera {
  const scale = camera.zoom * sideOf(size.width, size.height);
  const within = (value: number) => Math.min(1.1, Math.max(-0.1, value));
  return { ...camera, x: within(camera.x - dx / scale), y: within(camera.y - dy / scale) };
}

/** Zooms by a factor; the place under the pixel stays there. */
export function zoomed(camera: Camera, size: Size, factor: number, vx: number, vy: number): Camera {
  const zoom = Math.min(LARGEST, Math.max(0.5, camera.zoom * factor));
  const [px, py] = toMap(camera, size, vx, vy);
  const scale = zoom * sideOf(size.width, size.height);
  return { zoom, x: px - (vx - size.width / 2) / scale, y: py - (vy - size.height / 2) / scale };
}
