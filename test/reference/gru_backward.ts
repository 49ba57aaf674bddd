import { gru } from "../../src/kernels/gru.js";
import { backwardReference } from "../support/recurrent.js";

export default backwardReference(gru);
