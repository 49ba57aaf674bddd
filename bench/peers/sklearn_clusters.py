"""Clusterings and random forests of scikit-learn for `npm run experiment:articles`.

One JSON object on standard input:
    {"train": file, "test": file, "columns": 784, "labels": file, "clusters": 10, "few": [100, 1000], "seed": 0}
The files hold raw float32 pixels from 0 to 1, and int32 labels of the training rows; only the forests read those.
One JSON array on standard output: [{"method", "labels", "seconds", "parameters", "train": [...], "test": [...] or null,
"predictSeconds"}].
"""

import json
import sys
import time

import numpy as np
from sklearn.cluster import AgglomerativeClustering
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.mixture import GaussianMixture
from sklearn.pipeline import make_pipeline

COMPONENTS = 50


def row(method, used, seconds, parameters, train, test, predict_seconds):
    return {
        "method": method,
        "labels": used,
        "seconds": seconds,
        "parameters": parameters,
        "train": [int(k) for k in train],
        "test": None if test is None else [int(k) for k in test],
        "predictSeconds": predict_seconds,
    }


def timed(work):
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def main():
    order = json.load(sys.stdin)
    columns, clusters, seed = order["columns"], order["clusters"], order["seed"]
    train, test = (np.fromfile(order[name], dtype=np.float32).reshape(-1, columns) for name in ("train", "test"))
    labels = np.fromfile(order["labels"], dtype=np.int32)
    rows = []

    mixture = make_pipeline(
        PCA(COMPONENTS, random_state=seed),
        GaussianMixture(clusters, covariance_type="full", random_state=seed),
    )
    own, seconds = timed(lambda: mixture.fit_predict(train))
    new, again = timed(lambda: mixture.predict(test))
    size = clusters * (COMPONENTS + COMPONENTS * (COMPONENTS + 1) // 2 + 1) + (COMPONENTS + 1) * columns
    rows.append(row(f"Gaussian mixture, full, on {COMPONENTS} principal components", 0, seconds, size, own, new, again))

    ward, seconds = timed(lambda: AgglomerativeClustering(clusters, linkage="ward").fit_predict(train))
    rows.append(row("agglomerative clustering, Ward", 0, seconds, 0, ward, None, None))

    for count in order["few"]:
        forest = RandomForestClassifier(100, random_state=seed, n_jobs=-1)
        _, seconds = timed(lambda: forest.fit(train[:count], labels[:count]))
        size = sum(tree.tree_.node_count for tree in forest.estimators_)
        new, again = timed(lambda: forest.predict(test))
        rows.append(row("random forest, 100 trees", count, seconds, size, forest.predict(train), new, again))
    json.dump(rows, sys.stdout)


main()
