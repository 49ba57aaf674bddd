import { rnn } from "../../src/kernels/rnn.js";
import { forwardReference } from "../support/recurrent.js";

export default forwardReference(rnn);
