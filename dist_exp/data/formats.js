/** Which kind of file it is, by its first bytes and by its name. Nothing is decoded here. */
/** What Skein reads, for sentences. */
export const SUPPORTED_FORMATS = "PNG, JPEG, WebP, TIFF, GIF, AVIF and SVG";
/** Bytes that `identify` looks at; an SVG may begin with comments. */
export const HEAD_BYTES = 1024;
const CONVERT = "convert it to PNG or JPEG";
const DEVELOP = "camera raw data: develop it to JPEG or TIFF first";
const FRAMES = "a video: extract its frames as PNG or JPEG first";
const read = (name) => ({ name, remedy: null });
const refused = (name, remedy = CONVERT) => ({
    name,
    remedy: `${name} is not read: ${remedy}`,
});
const raw = (name) => ({ name, remedy: `${name} is ${DEVELOP}` });
const video = (name) => ({ name, remedy: `${name} is ${FRAMES}`, other: true });
const HEIC = {
    ...refused("HEIC", "convert it to JPEG (on an iPhone: Settings, Camera, Formats, Most Compatible)"),
    libvips: ["heif", ".heic"],
};
const JPEG_XL = { ...refused("JPEG XL"), libvips: ["jxl", ".jxl"] };
const JPEG_2000 = { ...refused("JPEG 2000"), libvips: ["jp2k", ".jp2"] };
/** First bytes (latin1), as a pattern or as they are, tried in this order. */
const SIGNATURES = [
    [/^\x89PNG/, read("PNG")],
    [/^\xff\xd8\xff/, read("JPEG")],
    [/^GIF8/, read("GIF")],
    [/^RIFF.{4}WEBP/s, read("WebP")],
    [/^RIFF.{4}AVI /s, video("AVI")],
    [/^II\*\0.{4}CR/s, raw("CR2")],
    [/^II(RO|RS|U\0)|^MMOR/, raw("this file")],
    [/^(II[*+]\0|MM\0[*+])/, read("TIFF")],
    [/^.{4}ftyp(avif|avis)/s, read("AVIF")],
    [/^.{4}ftyp(hei[cxmsfv]|hev[cxms])/s, HEIC],
    // "mif1" says only that it holds images; the brands after it say which.
    [/^.{4}ftyp(mif1|msf1).{0,32}avif/s, read("AVIF")],
    [/^.{4}ftyp(mif1|msf1)/s, HEIC],
    [/^.{4}ftypcrx /s, raw("CR3")],
    [/^.{4}(ftyp|moov|mdat)/s, video("this file")],
    ["\x1aE\xdf\xa3", video("Matroska or WebM")],
    [/^BM.{4}\0\0\0\0/s, refused("BMP")],
    [/^8BPS/, refused("a Photoshop document")],
    ["\xff\x0a", JPEG_XL],
    ["\0\0\0\x0cJXL ", JPEG_XL],
    ["\xff\x4f\xff\x51", JPEG_2000],
    ["\0\0\0\x0cjP  ", JPEG_2000],
    ["\0\0\x01\0", refused("an icon file")],
    ["\0\0\x02\0", refused("a cursor file")],
    ["\x76\x2f\x31\x01", refused("OpenEXR")],
    [/^.{128}DICM/s, refused("DICOM", "export it as TIFF or PNG")],
    [/^SIMPLE {2}=/, refused("FITS", "export it as TIFF or PNG")],
    [/^#\?RADIANCE/, refused("Radiance HDR")],
    [/^DDS /, refused("DDS")],
    [/^qoif/, refused("QOI")],
    [/^P[1-7]\s/, refused("PNM")],
    [/^FUJIFILMCCD-RAW/, raw("RAF")],
    [/^FOVb/, raw("X3F")],
    [/^%PDF-/, refused("PDF", "export its pages as PNG")],
    [/^(\xef\xbb\xbf)?\s*((<\?xml|<!--|<!DOCTYPE svg).*)?<svg[\s>]/s, read("SVG")],
];
/** The kind of picture whose file begins with these bytes, or null if they are none that is known. */
export function identify(head) {
    const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, HEAD_BYTES)).toString("latin1");
    const begins = (pattern) => typeof pattern === "string" ? text.startsWith(pattern) : pattern.test(text);
    return SIGNATURES.find(([pattern]) => begins(pattern))?.[1] ?? null;
}
const SUPPORTED = /\.(png|jpe?g|jpe|jfif|webp|tiff?|gif|avif|svg)$/i;
const EXTENSIONS = [
    [/\.(heic|heif|hif)$/i, HEIC],
    [/\.jxl$/i, JPEG_XL],
    [/\.(jp2|j2[ck]|jp[fx])$/i, JPEG_2000],
    [
        /\.(3fr|arw|cr[23w]|dcr|dng|erf|fff|iiq|k25|kdc|mef|mos|mrw|nef|nrw|orf|pef|raf|raw|rw2|rwl|sr2|srf|srw|x3f)$/i,
        raw("this file"),
    ],
    [/\.(3gp|avi|m2ts|m4v|mkv|mov|mp4|mpe?g|mts|webm|wmv)$/i, video("this file")],
    [/\.(dcm|dicom|nii|nrrd|mha|fits?|fts)$/i, refused("this format", "export it as TIFF or PNG")],
    [
        /\.(bmp|dib|cur|dds|eps|exr|hdr|ico|icns|p[bgnp]m|pam|pcx|pfm|psb|psd|qoi|svgz|tga|xcf|emf|wmf|ai|pdf|czi|lif|nd2|ndpi|svs|vsi)$/i,
        refused("this format", `convert it to one of ${SUPPORTED_FORMATS}`),
    ],
];
/** Whether the name ends like an image that Skein reads. */
export function hasImageExtension(name) {
    return SUPPORTED.test(name);
}
/** The kind that a name's ending tells of, for pictures and videos that Skein does not read; else null. */
export function kindByName(name) {
    return EXTENSIONS.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}
/** Whether only the content can tell what a file is: its name has no ending, or one of digits. */
export function isUntyped(name) {
    return !/\.[^./]*[^./\d][^./]*$/.test(name.slice(name.lastIndexOf("/") + 1));
}
//# sourceMappingURL=formats.js.map