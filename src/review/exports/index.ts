/** Images with their classes, for other tools. */
export {
  type ExportOptions,
  type ExportRequest,
  type ExportResult,
  exportImages,
  exportText,
} from "./export_images.js";
export {
  classByName,
  type ExportClass,
  type ExportImage,
  type ExportSelection,
  type ExportSet,
} from "./export_set.js";
export {
  type ExportEntry,
  type ExportFormat,
  exportFormats,
  type FileFormat,
  type FolderFormat,
  registerExportFormat,
} from "./format.js";
