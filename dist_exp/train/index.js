export { bestWeights, earlyStopping } from "./callbacks.js";
export { Trainer, } from "./trainer.js";
//# sourceMappingURL=index.js.map