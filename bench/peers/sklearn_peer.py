"""scikit-learn's k-means."""

import libraries
from protocol import serve


def start(threads):
    import numpy
    import sklearn
    from sklearn.cluster import KMeans

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
            return KMeans(max_iter=iterations, **self.options).fit(self.x)

        def run(self):
            self.fit(self.settings["iterations"])

        def results(self):
            last = self.fit(self.settings["iterations"])
            return {
                "centers": self.fit(self.settings["checked"]).cluster_centers_,
                "inertia": [last.inertia_],
                "iterations": [last.n_iter_],
            }

    rows = numpy.random.default_rng(0).random((20_000, 64), dtype="float32")
    trial = KMeans(n_clusters=64, init=rows[:64], n_init=1, tol=0, max_iter=5, algorithm="lloyd")
    facts = {
        "version": sklearn.__version__,
        "libraries": libraries.describe(),
        "worked": {"k-means": libraries.threads_at_work(lambda: trial.fit(rows), threads)},
    }
    return facts, {"kmeans_lloyd": Lloyd}


serve(start)
