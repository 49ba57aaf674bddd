/** Parts of a longer draw, as parameters of the kernels that draw for each element: four elements share a Philox block. */
import { ArgumentError } from "../errors.js";
import { u32 } from "./kernel.js";

/** The Philox block of the first element, and how many of the block's four elements lie before it. */
export const drawParams = { first: u32, skip: u32 } as const;

/** Elements of the longest draw: a block is counted in 32 bits. */
export const DRAW_ELEMENTS = 2 ** 34;

/**
 * Where a part of `count` elements begins that starts at element `element` of the whole draw, as parameters of a kernel.
 * @throws {ArgumentError} when it is no whole number from 0 up, or the part ends past 2^34 elements, where numbers would repeat.
 */
export function drawFrom(op: string, element: number, count: number): { first: number; skip: number } {
  if (!Number.isInteger(element) || element < 0 || element + count > DRAW_ELEMENTS) {
    throw new ArgumentError(
      `${op}: first is ${element}, and ${count} elements are drawn: give a whole number from 0 to ${DRAW_ELEMENTS - count}`,
    );
  }
  return { first: Math.floor(element / 4), skip: element % 4 };
}
