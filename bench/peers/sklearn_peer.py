"""scikit-learn's k-means."""

from protocol import serve


def start(threads):
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

    return f"{sklearn.__version__}, threads: {threads}", {"kmeans_lloyd": Lloyd}


serve(start)
