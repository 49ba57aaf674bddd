import { type Family } from "../case.js";
export declare const kmeansFamilies: readonly Family[];
