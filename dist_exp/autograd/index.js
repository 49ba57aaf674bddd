export { gradCheck } from "./gradcheck.js";
export { Tape } from "./tape.js";
export { withTape } from "./with_tape.js";
//# sourceMappingURL=index.js.map