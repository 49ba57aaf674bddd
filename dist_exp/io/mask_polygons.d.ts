/**
 * Polygons along the edges of pixels that cover what is not 0 in a mask, and nothing else. Pixels that touch with a
 * corner alone belong to different polygons. A polygon with a hole reaches it by a line that is run through twice, there
 * and back, so that filling by the even-odd rule and by the winding rule leave the hole open.
 *
 * @param mask [height, width]
 * @returns for each polygon x and y of its corners in turn, in pixels from the upper left corner of the image
 * @throws {ShapeError} if the mask has another number of values than height times width.
 */
export declare function maskPolygons(mask: ArrayLike<number>, height: number, width: number): number[][];
