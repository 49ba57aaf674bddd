export { nativeSimdLevels } from "./native.js";
export { deviceChoices, openDevice } from "./open.js";
//# sourceMappingURL=index.js.map