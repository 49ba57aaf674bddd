/** Options that several networks take. */
import { cells } from "../../ops/index.js";
import { choice, number, whole } from "../schema.js";
/** Kind of the recurrent layer. */
export const cell = choice(cells);
/** State size of each direction. */
export const hidden = whole(1, 8192);
/** Recurrent layers on top of each other. */
export const layers = whole(1, 16);
/** Probability of zeroing a value in training. */
export const dropout = number(0, 0.95);
//# sourceMappingURL=options.js.map