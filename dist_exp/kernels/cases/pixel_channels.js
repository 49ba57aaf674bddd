/** Cases of pixel_channels.ts. */
import { addCases } from "../case.js";
import { colourSpaces, pixelChannels } from "../pixel_channels.js";
const sizes = [
    [1, 1, 1, "one pixel"],
    [2, 3, 5, "fewer pixels than a vector"],
    [2, 9, 37, "tails"],
];
addCases(pixelChannels, sizes.flatMap(([batch, height, width, note]) => [
    ...Object.values(colourSpaces).map((space) => ({ channels: 3, space, gradients: 0 })),
    { channels: 3, space: colourSpaces.lab, gradients: 1 },
    { channels: 3, space: colourSpaces.grey, gradients: 1 },
    { channels: 1, space: colourSpaces.hsv, gradients: 1 },
].map((what) => ({ params: { batch, height, width, ...what }, note }))));
//# sourceMappingURL=pixel_channels.js.map