"""Writes slic.json: an image, its true regions, and how well scikit-image's superpixels keep to them.

Written with scikit-image 0.25.2: python3 generate_slic.py
"""
import json
import pathlib

import numpy as np
from skimage.segmentation import slic

random = np.random.default_rng(20261127)
side, superpixels, compactness = 64, 60, 20
rows, columns = np.mgrid[:side, :side]
truth = np.zeros((side, side), int)
colours = np.array([[70, 110, 60], [180, 90, 70], [60, 80, 170], [200, 190, 120]])
for label, (y, x, radius) in enumerate([(20, 22, 13), (45, 40, 11), (14, 52, 8)], 1):
    truth[(rows - y) ** 2 + (columns - x) ** 2 < radius**2] = label
noise = random.normal(0, 4, (side, side, 3))
image = np.clip(colours[truth] + noise + 20 * np.sin(columns / 5)[..., None], 0, 255).astype(np.uint8)
labels = slic(image, n_segments=superpixels, compactness=compactness, max_num_iter=10, start_label=0)
# Achievable segmentation accuracy: the share of pixels that are right if each superpixel takes its most frequent region.
right = sum(np.bincount(truth[labels == k]).max() for k in np.unique(labels))
pathlib.Path(__file__).with_name("slic.json").write_text(
    json.dumps({
        "side": side, "superpixels": superpixels, "compactness": compactness,
        "image": image.ravel().tolist(), "truth": truth.ravel().tolist(),
        "count": int(len(np.unique(labels))), "achievable": right / truth.size,
    })
)
