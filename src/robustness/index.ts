export type { FlipExample } from "./attacked.js";
export { type AttackDefinition, registerAttack, registeredAttacks } from "./attacks/index.js";
export { clopperPearsonLower } from "./binomial.js";
export { type ChangeDefinition, registerChange, registeredChanges } from "./changes/index.js";
export type { LabelledImages } from "./expected.js";
export type { RobustnessConfig, RobustnessSettings } from "./options.js";
export {
  type Certificate,
  type CertifiedImage,
  type Robustness,
  type RobustnessOptions,
  type RobustnessResult,
  robustness,
  robustnessJson,
  type Tested,
} from "./robustness.js";
