/** Cases of gru.ts. */
import { addCases } from "../case.js";
import { gruBackward, gruForward } from "../gru.js";
import { notFiniteCase, recurrentCases } from "./recurrent.js";
addCases(gruForward, [...recurrentCases, notFiniteCase].map((own) => ({ ...own, params: { ...own.params, step: 0 } })));
addCases(gruBackward, recurrentCases.map(({ params, note }) => ({ params: { ...params, step: 0 }, note })));
//# sourceMappingURL=gru.js.map