import { lstm } from "../../src/kernels/lstm.js";
import { forwardReference } from "../support/recurrent.js";

export default forwardReference(lstm);
