"""Clusterings of scikit-learn and scikit-image for `npm run experiment:pictures`.

One JSON object on standard input:
    {"method": "hog-kmeans", "pixels": file, "shape": [N, H, W, C], "clusters": 10, "seeds": [0, 1], "threads": 2}
The file holds bytes. One JSON array on standard output, an object for each seed: {"seed", "labels": [...], "seconds"}.
Seconds start when libraries and pixels are loaded, and include features.
"""

import json
import sys
import time

import numpy as np
from skimage.feature import hog
from sklearn.cluster import AgglomerativeClustering, KMeans, SpectralClustering
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE
from sklearn.mixture import GaussianMixture


class Job:
    def __init__(self, images, clusters, seed, threads):
        self.images, self.clusters, self.seed, self.threads = images, clusters, seed, threads

    def pixels(self):
        return self.images.reshape(len(self.images), -1).astype(np.float32) / 255

    def hog(self):
        """With the settings of scikit-image: 9 bins, cells of 8 x 8, blocks of 3 x 3 cells."""
        grey = self.images.shape[3] == 1
        return np.stack(
            [
                hog(image[..., 0] if grey else image, channel_axis=None if grey else -1)
                for image in self.images
            ]
        ).astype(np.float32)

    def pca(self, x, components):
        return PCA(min(components, *x.shape), random_state=self.seed).fit_transform(x)

    def tsne(self, x):
        return TSNE(random_state=self.seed, n_jobs=self.threads).fit_transform(self.pca(x, 50))

    def kmeans(self, x):
        return KMeans(self.clusters, n_init=10, random_state=self.seed).fit_predict(x)

    def ward(self, x):
        return AgglomerativeClustering(self.clusters).fit_predict(x)

    def mixture(self, x):
        return GaussianMixture(self.clusters, n_init=3, random_state=self.seed).fit_predict(x)

    def spectral(self, x):
        return SpectralClustering(
            self.clusters, affinity="nearest_neighbors", random_state=self.seed, n_jobs=self.threads
        ).fit_predict(x)


METHODS = {
    "kmeans": lambda job: job.kmeans(job.pixels()),
    "pca-kmeans": lambda job: job.kmeans(job.pca(job.pixels(), 50)),
    "hog-kmeans": lambda job: job.kmeans(job.hog()),
    "hog-ward": lambda job: job.ward(job.hog()),
    "pca-mixture": lambda job: job.mixture(job.pca(job.pixels(), 20)),
    "pca-spectral": lambda job: job.spectral(job.pca(job.pixels(), 50)),
    "tsne-kmeans": lambda job: job.kmeans(job.tsne(job.pixels())),
    "hog-tsne-kmeans": lambda job: job.kmeans(job.tsne(job.hog())),
}

order = json.load(sys.stdin)
images = np.fromfile(order["pixels"], dtype=np.uint8).reshape(order["shape"])
answers = []
for seed in order["seeds"]:
    start = time.perf_counter()
    labels = METHODS[order["method"]](Job(images, order["clusters"], seed, order["threads"]))
    answers.append({"seed": seed, "labels": labels.tolist(), "seconds": time.perf_counter() - start})
json.dump(answers, sys.stdout)
