"""scikit-learn's k-means."""

from protocol import serve


def start(threads):
    import sklearn
    from sklearn.cluster import KMeans

    class Lloyd:
        def __init__(self, sizes, settings, inputs):
            self.x = inputs["x"]
            self.model = KMeans(
                n_clusters=sizes["K"],
                init=inputs["centers"],
                n_init=1,
                max_iter=settings["iterations"],
                tol=0,
                algorithm="lloyd",
            )

        def run(self):
            self.model.fit(self.x)

        def results(self):
            self.run()
            return {"centers": self.model.cluster_centers_}

    return f"{sklearn.__version__}, threads: {threads}", {"kmeans_lloyd": Lloyd}


serve(start)
