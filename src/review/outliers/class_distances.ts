/** How far images lie from classes. */

/** A class needs so many images for a middle and a spread. */
const FEWEST = 3;

/**
 * The distance of each row to the middle of the nearest class, divided by the root mean square of that class's own distances. Null
 * where no class has three images.
 * @param rows [N, columns]
 * @param classOf N ids, below 0 for none.
 */
export function classDistances(
  rows: Float32Array,
  columns: number,
  classOf: Int32Array,
  names: ReadonlyMap<number, string>,
): { readonly distance: Float64Array; readonly nearest: readonly string[] } | null {
  const members = new Map<number, number[]>();
  classOf.forEach((id, image) => {
    if (id < 0) return;
    const images = members.get(id) ?? [];
    images.push(image);
    members.set(id, images);
  });
  const classes = [...members]
    .filter(([, images]) => images.length >= FEWEST)
    .map(([id, images]) => ({ id, ...middleOf(rows, columns, images) }))
    .filter(({ scale }) => scale > 0);
  if (classes.length === 0) return null;
  const distance = new Float64Array(classOf.length).fill(Number.POSITIVE_INFINITY);
  const nearest = new Array<string>(classOf.length).fill("");
  for (let image = 0; image < classOf.length; image++) {
    for (const { id, middle, scale } of classes) {
      const found = distanceTo(rows, image, middle) / scale;
      if (found >= distance[image]!) continue;
      distance[image] = found;
      nearest[image] = names.get(id) ?? `class ${id}`;
    }
  }
  return { distance, nearest };
}

function middleOf(rows: Float32Array, columns: number, images: readonly number[]) {
  const middle = new Float64Array(columns);
  for (const image of images) {
    for (let i = 0; i < columns; i++) middle[i]! += rows[image * columns + i]! / images.length;
  }
  const squares = images.reduce((sum, image) => sum + distanceTo(rows, image, middle) ** 2, 0);
  return { middle, scale: Math.sqrt(squares / images.length) };
}

function distanceTo(rows: Float32Array, image: number, middle: Float64Array): number {
  let squares = 0;
  for (let i = 0, at = image * middle.length; i < middle.length; i++, at++) {
    squares += (rows[at]! - middle[i]!) ** 2;
  }
  return Math.sqrt(squares);
}
