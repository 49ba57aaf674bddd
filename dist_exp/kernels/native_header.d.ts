/** The C++ struct of a kernel's arguments, generated from its declaration. */
import type { AnyKernel } from "./kernel.js";
/** Text of `native/params/NAME.h`. */
export declare function nativeHeader({ name, givenBindings, paramList }: AnyKernel): string;
