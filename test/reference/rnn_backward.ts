import { rnn } from "../../src/kernels/rnn.js";
import { backwardReference } from "../support/recurrent.js";

export default backwardReference(rnn);
