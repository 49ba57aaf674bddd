import "./jpeg.js";
import "./resize.js";
import "./crop.js";
import "./grey.js";
import "./brightness.js";
import "./blur.js";
import "./noise.js";
import "./rotation.js";

export { type ChangeDefinition, registerChange, registeredChanges } from "./registry.js";
