import "./fgsm.js";
import "./pgd.js";

export { type AttackDefinition, type AttackSettings, registerAttack, registeredAttacks } from "./registry.js";
