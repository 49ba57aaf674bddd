import { gru } from "../../src/kernels/gru.js";
import { forwardReference } from "../support/recurrent.js";

export default forwardReference(gru);
