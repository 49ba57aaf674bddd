import { type Family } from "../case.js";
export declare const augmentationFamily: Family;
