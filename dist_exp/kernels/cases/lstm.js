/** Cases of lstm.ts. */
import { addCases } from "../case.js";
import { lstmBackward, lstmForward } from "../lstm.js";
import { notFiniteCase, recurrentCases } from "./recurrent.js";
addCases(lstmForward, [...recurrentCases, notFiniteCase].map((own) => ({ ...own, params: { ...own.params, step: 0 } })));
addCases(lstmBackward, recurrentCases.map(({ params, note }) => ({ params: { ...params, step: 0 }, note })));
//# sourceMappingURL=lstm.js.map