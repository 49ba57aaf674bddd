/**
 * What the recurrent kernels (rnn.ts, lstm.ts, gru.ts) have in common. They take a whole sequence whose input
 * was projected for all steps before, z = x W_ih^T + b_ih, and do what is left: the recurrence.
 *
 * Letters: B batch, T steps, D directions, G gates, H hidden, S states (LSTM: h and c), P saved planes.
 *
 *   gates      [B, T, D, G, H]  z before the forward kernel, activated gates after it, and after the backward
 *                               kernel the gradient of z
 *   weight_hh  [D, G*H, H]      as PyTorch's, gate-major
 *   bias_hh    [D, G*H]
 *   initial, final_state, dfinal, dinitial  [S, D, B, H]
 *   y, dy      [B, T, D*H]      direction d in columns d*H .. d*H + H - 1
 *   saved      [P, D, B*T, H]   plane 0: the h that a step began with, so that the gradient of W_hh is one
 *                               matrix product over all B*T rows
 *   lengths    [B] or [1]       steps of each row, where has_lengths is 1
 *
 * Direction d runs backwards in time where bit d of `reversed` is set. As in PyTorch's packed sequences, a row
 * ends after `lengths[b]` steps (from there on y is 0 and its state stands still), and a reversed direction begins
 * at its last one. What the kernels leave at padded positions is 0 everywhere, so that matrix products over all
 * positions need no mask.
 *
 * recurrent_cell.ts declares the kernels of a cell, recurrent_passes.ts says which WebGPU algorithm runs them.
 */
import { u32 } from "./kernel.js";

/** Sizes of one recurrent command. */
export interface RecurrentShape {
  readonly batch: number;
  readonly steps: number;
  readonly hidden: number;
  readonly directions: number;
  /**
   * Rows of the whole batch, where these are a part of it: the algorithm is that of the whole, so that a row has the same bits
   * in any part. 0 or none: these are all.
   */
  readonly whole?: number;
}

/** Parameters that all recurrent kernels share; `step` is set by WebGPU passes, callers give 0. */
export const recurrentParams = {
  batch: u32,
  steps: u32,
  hidden: u32,
  /** 1, or 2 for a bidirectional layer. */
  directions: u32,
  /** Bit d is set where direction d runs backwards in time. */
  reversed: u32,
  has_lengths: u32,
  whole: u32,
} as const;

/** Sizes, and whether rows have lengths of their own. */
export type SequenceShape = RecurrentShape & { readonly has_lengths: number };
