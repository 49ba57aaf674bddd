"""The 1,797 digits of 8 x 8 pixels of scikit-learn, values 0 to 16, as JSON."""
import json
import sys

from sklearn.datasets import load_digits

json.load(sys.stdin)
found = load_digits()
json.dump({"images": found.images.astype(int).ravel().tolist(), "labels": found.target.tolist()}, sys.stdout)
