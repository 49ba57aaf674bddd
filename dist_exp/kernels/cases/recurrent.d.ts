/** Sizes that the cases of rnn.ts, lstm.ts and gru.ts have in common. */
import type { RecurrentShape } from "../recurrent.js";
import { type Sampler } from "../sample.js";
/** Shapes that every recurrent kernel is tested with. */
export declare const recurrentCases: {
    params: {
        batch: number;
        steps: number;
        hidden: number;
        directions: number;
        reversed: number;
        has_lengths: number;
    };
    note: string;
}[];
/** For the forward kernels: NaN stays in its row, infinities saturate. */
export declare const notFiniteCase: {
    params: {
        batch: number;
        steps: number;
        hidden: number;
        directions: number;
        reversed: number;
        has_lengths: number;
    };
    samples: {
        gates: Sampler<RecurrentShape>;
    };
    note: string;
};
