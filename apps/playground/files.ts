/** The images that a visitor gives: dropped files and folders, chosen ones, or the page's examples. */

const ENDING = /\.(png|jpe?g|gif|webp|avif|bmp|ico)$/i;

const isImage = (file: File): boolean => file.type.startsWith("image/") || ENDING.test(file.name);

/** Where files of dropped folders lay, which the files do not say. */
const droppedPaths = new WeakMap<File, string>();

/** A file's path within the folder that was chosen or dropped; its name, where there was none. */
export const pathOf = (file: File): string =>
  droppedPaths.get(file) ?? (file.webkitRelativePath || file.name);

/** The images among files, in the order of their paths. */
export function imagesIn(files: Iterable<File>): File[] {
  return [...files]
    .filter(isImage)
    .sort((a, b) => pathOf(a).localeCompare(pathOf(b), "en", { numeric: true }));
}

/** Files that were dropped, those in dropped folders included. */
export async function dropped(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  if (entries.some((entry) => entry === null)) return [...transfer.files];
  const found = await Promise.all(entries.map((entry) => filesOf(entry!)));
  return found.flat();
}

async function filesOf(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    droppedPaths.set(file, entry.fullPath.replace(/^\//, ""));
    return [file];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const all: File[] = [];
  // A reader gives some entries at a time, and none at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    for (const one of some) all.push(...(await filesOf(one)));
  }
}

/** The example digits, cut from the page's sheet of them. */
export async function exampleDigits(sheet: string, side = 28): Promise<File[]> {
  const bitmap = await createImageBitmap(await (await fetch(sheet)).blob());
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext("2d")!;
  const files: File[] = [];
  for (let top = 0; top < bitmap.height; top += side) {
    for (let left = 0; left < bitmap.width; left += side) {
      context.drawImage(bitmap, left, top, side, side, 0, 0, side, side);
      const name = `digit-${String(files.length).padStart(3, "0")}.png`;
      files.push(new File([await canvas.convertToBlob()], name, { type: "image/png" }));
    }
  }
  return files;
}
