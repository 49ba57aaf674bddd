import { lstm } from "../../src/kernels/lstm.js";
import { backwardReference } from "../support/recurrent.js";

export default backwardReference(lstm);
