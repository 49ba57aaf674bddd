/** Cases of rnn.ts. */
import { addCases } from "../case.js";
import { RNN_NONLINEARITY, rnnBackward, rnnForward } from "../rnn.js";
import { notFiniteCase, recurrentCases } from "./recurrent.js";
// Every other case has the other nonlinearity.
const cases = recurrentCases.map(({ params, note }, i) => ({
    params: { ...params, nonlinearity: i % 2, step: 0 },
    note,
}));
addCases(rnnForward, [
    ...cases,
    ...Object.values(RNN_NONLINEARITY).map((nonlinearity) => ({
        ...notFiniteCase,
        params: { ...notFiniteCase.params, nonlinearity, step: 0 },
    })),
]);
addCases(rnnBackward, cases);
//# sourceMappingURL=rnn.js.map