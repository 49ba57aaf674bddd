import { registerExportFormat } from "../format.js";

registerExportFormat({
  name: "list",
  about: "the paths of the images, a line each",
  output: "file",
  unsorted: true,
  refuse({ images }) {
    const broken = images.find(({ name }) => /[\r\n]/.test(name));
    return broken ? `the name ${JSON.stringify(broken.name)} has several lines: take another format` : null;
  },
  *text({ images }) {
    for (const { file, name } of images) yield `${file ?? name}\n`;
  },
});
