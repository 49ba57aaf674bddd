"""scikit-learn's clusterers, decompositions and neighbours."""

import multiprocessing

import libraries
from protocol import serve

try:
    import numpy
    from skimage.feature import hog

    def hog_of(images):
        return numpy.stack([hog(image) for image in images])

except ImportError:
    hog_of = None


def start(threads):
    import numpy
    import sklearn
    from sklearn import cluster, decomposition, metrics, mixture, neighbors

    class Lloyd:
        def __init__(self, sizes, settings, inputs):
            self.x = inputs["x"]
            self.settings = settings
            self.options = {
                "n_clusters": sizes["K"],
                "init": inputs["centers"],
                "n_init": 1,
                "tol": 0,
                "algorithm": "lloyd",
            }

        def fit(self, iterations):
            return cluster.KMeans(max_iter=iterations, **self.options).fit(self.x)

        def run(self):
            self.fit(self.settings["iterations"])

        def results(self):
            last = self.fit(self.settings["iterations"])
            return {
                "centers": self.fit(self.settings["checked"]).cluster_centers_,
                "inertia": [last.inertia_],
                "iterations": [last.n_iter_],
            }

    def shares(labels):
        """As src/bench/cases/estimators.ts has them."""
        _, counts = numpy.unique(labels, return_counts=True)
        return numpy.sort(counts)[::-1] / len(labels)

    class Whole:
        """Work whose run gives its results."""

        def __init__(self, sizes, settings, inputs):
            self.sizes, self.settings, self.inputs = sizes, settings, inputs
            self.x = inputs["x"]

        def results(self):
            return self.run()

    class Ward(Whole):
        def run(self):
            return {"shares": shares(cluster.AgglomerativeClustering(self.sizes["K"]).fit_predict(self.x))}

    class Mixture(Whole):
        def run(self):
            options = {"tol": 0, "max_iter": self.settings["iterations"], "means_init": self.inputs["places"]}
            found = mixture.GaussianMixture(self.sizes["K"], random_state=0, **options).fit(self.x)
            return {"logLikelihood": [found.lower_bound_]}

    class Hdbscan(Whole):
        def run(self):
            options = {"min_cluster_size": self.settings["minClusterSize"], "n_jobs": threads}
            return {"shares": shares(cluster.HDBSCAN(**options).fit_predict(self.x))}

    class Spectral(Whole):
        def run(self):
            options = {"affinity": "nearest_neighbors", "random_state": 0, "n_jobs": threads}
            return {"shares": shares(cluster.SpectralClustering(self.sizes["K"], **options).fit_predict(self.x))}

    class Neighbours(Whole):
        def run(self):
            found = neighbors.NearestNeighbors(n_neighbors=self.sizes["k"], algorithm="brute", n_jobs=threads)
            distances, _ = found.fit(self.x).kneighbors()
            return {"meanDistance": distances.mean(axis=0)}

    class Components(Whole):
        def run(self):
            pca = decomposition.PCA(self.sizes["K"], random_state=0)
            pca.fit_transform(self.x)
            return {"explainedVariance": pca.explained_variance_[: self.settings["compared"]]}

    class Silhouette(Whole):
        def run(self):
            return {"score": [metrics.silhouette_score(self.x, self.inputs["labels"], n_jobs=threads)]}

    class Gradients(Whole):
        """scikit-image's, an image after the other in as many processes as there are threads."""

        def __init__(self, sizes, settings, inputs):
            super().__init__(sizes, settings, inputs)
            self.pool = multiprocessing.get_context("fork").Pool(threads)
            self.pool.map(hog_of, [self.x[:2, ..., 0]] * threads)

        def run(self):
            parts = self.pool.map(hog_of, numpy.array_split(self.x[..., 0], 4 * threads))
            return {"first": parts[0][0]}

    def gradients(*given):
        return Gradients(*given) if hog_of else "scikit-image is not there: npm run bench:peers:setup"

    rows = numpy.random.default_rng(0).random((20_000, 64), dtype="float32")
    trial = cluster.KMeans(n_clusters=64, init=rows[:64], n_init=1, tol=0, max_iter=5, algorithm="lloyd")
    facts = {
        "version": sklearn.__version__,
        "libraries": libraries.describe(),
        "worked": {"k-means": libraries.threads_at_work(lambda: trial.fit(rows), threads)},
    }
    return facts, {
        "kmeans_lloyd": Lloyd,
        "agglomerative": Ward,
        "gaussian_mixture": Mixture,
        "hdbscan": Hdbscan,
        "spectral": Spectral,
        "nearest_neighbors": Neighbours,
        "pca": Components,
        "silhouette": Silhouette,
        "hog": gradients,
    }


serve(start)
