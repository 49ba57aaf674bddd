"""OpenCV's GrabCut for `npm run experiment:segmentation`.

One JSON object on standard input:
    {"pixels": file, "shape": [N, H, W, 3], "margin": 0.05, "iterations": 5, "seed": 0, "masks": file}
The first file holds bytes, red, green, blue; the masks, 0 and 1, are written to the second. Each image gets a box in its
middle, `margin` of each side away from the border; what lies outside is background. One JSON object on standard output:
{"seconds"}. Seconds start when the pixels are loaded.
"""

import json
import sys
import time

import cv2
import numpy as np

order = json.load(sys.stdin)
images = np.fromfile(order["pixels"], dtype=np.uint8).reshape(order["shape"])
count, height, width, _ = images.shape
left, top = (max(1, round(order["margin"] * side)) for side in (width, height))
box = (left, top, width - 2 * left, height - 2 * top)
masks = np.zeros((count, height, width), dtype=np.uint8)
start = time.perf_counter()
for image, found in zip(images, masks):
    # It draws random numbers for the first mixtures.
    cv2.setRNGSeed(order["seed"])
    mask = np.zeros((height, width), dtype=np.uint8)
    models = [np.zeros((1, 65)) for _ in range(2)]
    blue_first = np.ascontiguousarray(image[..., ::-1])
    cv2.grabCut(blue_first, mask, box, *models, order["iterations"], cv2.GC_INIT_WITH_RECT)
    found[:] = (mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD)
seconds = time.perf_counter() - start
masks.tofile(order["masks"])
json.dump({"seconds": seconds}, sys.stdout)
