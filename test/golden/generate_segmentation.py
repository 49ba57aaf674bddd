"""Writes segmentation.json: scores of masks by scikit-learn, boundaries by scikit-image.

Written with scikit-learn 1.4.2, scikit-image 0.25.2 and SciPy 1.15.3: python3 generate_segmentation.py
"""
import json
import pathlib

import numpy as np
from scipy.ndimage import distance_transform_edt
from scipy.optimize import linear_sum_assignment
from skimage.segmentation import find_boundaries
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score, jaccard_score

random = np.random.default_rng(20261127)


def blobs(height, width, classes):
    rows, columns = np.mgrid[:height, :width]
    labels = np.zeros((height, width), int)
    for label in range(1, classes):
        y, x, radius = random.uniform(0, height), random.uniform(0, width), random.uniform(3, 9)
        labels[(rows - y) ** 2 + (columns - x) ** 2 < radius**2] = label
    return labels


def boundary_f1(truth, predicted, label, tolerance):
    maps = [truth == label, predicted == label]
    if not maps[0].any() and not maps[1].any():
        return None
    edges = [find_boundaries(m, connectivity=1, mode="inner") & m for m in maps]
    if not edges[0].any() or not edges[1].any():
        return float(maps[0].any() and maps[1].any() and not edges[0].any() and not edges[1].any())
    near = [distance_transform_edt(~e) <= tolerance for e in edges]
    precision, recall = near[0][edges[1]].mean(), near[1][edges[0]].mean()
    return 0.0 if precision + recall == 0 else float(2 * precision * recall / (precision + recall))


cases = []
for height, width, classes, regions, match in [(24, 30, 2, 2, False), (40, 33, 4, 4, False), (32, 32, 3, 5, True), (20, 50, 4, 3, True)]:
    truth = np.stack([blobs(height, width, classes) for _ in range(3)])
    predicted = np.stack([np.roll(t, (1, -2), (0, 1)) for t in truth])
    noise = random.uniform(size=predicted.shape) < 0.03
    predicted[noise] = random.integers(0, classes, noise.sum())
    if match:
        predicted = random.permutation(max(classes, regions))[predicted] % regions
    named = predicted
    if match:
        counts = confusion_matrix(truth.ravel(), predicted.ravel(), labels=range(max(classes, regions)))[:classes, :regions]
        rows, columns = linear_sum_assignment(counts, maximize=True)
        mapping = np.full(regions, -1)
        mapping[columns] = rows
        named = mapping[predicted]
    a, b, labels = truth.ravel(), named.ravel(), list(range(classes))
    tolerance = 0.0075 * np.hypot(height, width)
    boundaries = [[boundary_f1(t, p, label, tolerance) for label in labels] for t, p in zip(truth, named)]
    wide = [[boundary_f1(t, p, label, 2.5) for label in labels] for t, p in zip(truth, named)]
    mean = lambda rows: [float(np.mean([r[k] for r in rows if r[k] is not None])) for k in labels]
    cases.append({
        "count": 3, "height": height, "width": width, "classes": classes, "match": match,
        "truth": truth.ravel().tolist(), "predicted": predicted.ravel().tolist(),
        "pixelAccuracy": accuracy_score(a, b),
        "iou": jaccard_score(a, b, labels=labels, average=None).tolist(),
        "dice": f1_score(a, b, labels=labels, average=None).tolist(),
        "iouOfFirst": [float(x) for x in jaccard_score(truth[0].ravel(), named[0].ravel(), labels=labels, average=None, zero_division=0)],
        "boundaryF1": mean(boundaries), "boundaryF1Within2": mean(wide),
    })

path = pathlib.Path(__file__).with_name("segmentation.json")
path.write_text(json.dumps(cases))
