/** A sequence has the same bits in any part of a batch, down to one alone, where the kernel knows how many rows the whole has. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Device } from "../../src/device/index.js";
import { gru, gruBackward, gruForward } from "../../src/kernels/gru.js";
import type { AnyKernel } from "../../src/kernels/kernel.js";
import { lstm, lstmBackward, lstmForward } from "../../src/kernels/lstm.js";
import type { RecurrentCell } from "../../src/kernels/recurrent_cell.js";
import { RNN_NONLINEARITY, rnn, rnnBackward, rnnForward } from "../../src/kernels/rnn.js";
import { type CaseInputs, caseInputs } from "../../src/kernels/run_case.js";
import { conformanceDevices } from "../support/conformance.js";
import { bitDifference, runKernel } from "../support/run_kernel.js";

const ROWS = 5;
const DIRECTIONS = 2;

/** Rows lie side by side in each of so many planes of a binding; 0 for what all rows share. */
const planesOf = ({ planes, states }: RecurrentCell): Readonly<Record<string, number>> => ({
  ...{ weight_hh: 0, bias_hh: 0, gates: 1, lengths: 1, y: 1, dy: 1, saved: planes * DIRECTIONS },
  ...{ initial: states * DIRECTIONS, final_state: states * DIRECTIONS },
  ...{ dfinal: states * DIRECTIONS, dinitial: states * DIRECTIONS },
});

/** Rows [begin, end) of all values that belong to rows. */
function rowsOf(values: CaseInputs, cell: RecurrentCell, begin: number, end: number): CaseInputs {
  const planes = planesOf(cell);
  return Object.fromEntries(
    Object.entries(values).map(([name, all]) => {
      const count = planes[name]!;
      if (count === 0) return [name, all];
      const [plane, row] = [all.length / count, all.length / count / ROWS];
      const part = all.slice(0, count * (end - begin) * row);
      for (let i = 0; i < count; i++) {
        part.set(all.subarray(i * plane + begin * row, i * plane + end * row), i * (end - begin) * row);
      }
      return [name, part];
    }),
  );
}

const kernels: readonly (readonly [name: string, AnyKernel, RecurrentCell])[] = [
  ["rnn_forward", rnnForward, rnn],
  ["rnn_backward", rnnBackward, rnn],
  ["lstm_forward", lstmForward, lstm],
  ["lstm_backward", lstmBackward, lstm],
  ["gru_forward", gruForward, gru],
  ["gru_backward", gruBackward, gru],
];

for (const { title, skip, open } of conformanceDevices) {
  describe.skipIf(skip)(`rows of a recurrence [${title}]${skip ? ` (${skip})` : ""}`, () => {
    let device: Device;
    beforeAll(async () => {
      device = await open();
    });
    afterAll(() => device.close());

    // Of fewer units than a vector holds, of some vectors and a part of one, and of many.
    for (const hidden of [3, 44, 128]) {
      it.each(kernels)(`%s, ${hidden} units`, async (_, kernel, cell) => {
        const params = {
          ...{
            batch: ROWS,
            whole: ROWS,
            steps: 6,
            hidden,
            directions: DIRECTIONS,
            reversed: 2,
            has_lengths: 1,
          },
          ...{ step: 0, nonlinearity: RNN_NONLINEARITY.tanh },
        };
        const inputs = caseInputs(kernel, { params }, 5);
        const want = await runKernel(device, kernel, inputs, params);
        for (const [begin, end] of [
          [0, 2],
          [2, 3],
          [3, 4],
          [4, 5],
        ] as const) {
          const own = rowsOf(inputs, cell, begin, end);
          const got = await runKernel(device, kernel, own, { ...params, batch: end - begin });
          for (const [name, values] of Object.entries(rowsOf(want, cell, begin, end))) {
            expect(bitDifference(got[name]!, values), `${name} of rows ${begin} to ${end - 1}`).toBeNull();
          }
        }
      });
    }
  });
}
