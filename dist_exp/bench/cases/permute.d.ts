import { type Family } from "../case.js";
export declare const permuteFamily: Family;
