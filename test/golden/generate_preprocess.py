"""Writes preprocess.json: what OpenCV 4.10 and scikit-image 0.25 make of images, for each step of src/preprocess.

Run with Debian 13's: node scripts/opencv.js test/golden/generate_preprocess.py
Arrays are base64 of deflated bytes, or of little-endian float32; of long results of bytes SHA-256 alone. Colours are red,
green, blue.
"""
import base64
import hashlib
import json
import pathlib
import zlib

import cv2
import numpy as np
from skimage import exposure, util

random = np.random.default_rng(20261127)


def scene(height, width, channels, noise):
    """Shapes on a gradient, and noise: edges in all directions, flat parts, ties."""
    y, x = np.mgrid[0:height, 0:width]
    planes = []
    for c in range(channels):
        plane = 60 + 50 * c + 60 * x / max(1, width - 1) + 30 * y / max(1, height - 1)
        plane[(x - width * 0.4) ** 2 + (y - height * 0.5) ** 2 < (min(height, width) * 0.3) ** 2] = 210 - 40 * c
        plane[(abs(x - width * 0.75) < width * 0.1) & (abs(y - height * 0.3) < height * 0.2)] = 20 + 10 * c
        planes.append(plane)
    image = np.stack(planes, -1) + random.normal(0, noise, (height, width, channels))
    return np.clip(np.rint(image), 0, 255).astype(np.uint8)


inputs = {
    "grey": scene(37, 53, 1, 12),
    "colour": scene(30, 41, 3, 12),
    "large": scene(96, 128, 1, 5),
    "noise": random.integers(0, 256, (24, 24, 1), dtype=np.uint8),
    "line": scene(1, 61, 1, 20),
    "column": scene(61, 1, 1, 20),
    "pixel": np.full((1, 1, 1), 77, np.uint8),
    "flat": np.full((9, 7, 1), 130, np.uint8),
    "two": np.array([[[3], [250]]], np.uint8),
    "long": scene(1, 5000, 1, 20),
}
for name in ["grey", "colour", "pixel", "line"]:
    inputs[name + " float"] = (inputs[name] / 255).astype(np.float32)


def stored(array):
    data = base64.b64encode(zlib.compress(np.ascontiguousarray(array).tobytes(), 9)).decode()
    return {"shape": list(array.shape), "type": str(array.dtype), "data": data}


def brief(array):
    if array.dtype != np.uint8 or array.size < 1000:
        return stored(array)
    digest = hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()
    return {"shape": list(array.shape), "type": str(array.dtype), "sha256": digest}


cases = []


def case(names, steps, function):
    for name in names.split(","):
        image = inputs[name]
        result = function(image[..., 0] if image.shape[2] == 1 else image)
        if result.ndim == 2:
            result = result[..., None]
        assert result.dtype == image.dtype, (steps, result.dtype)
        cases.append({"input": name, "steps": steps, "result": brief(result)})


grey = "grey,large,noise,line,column,pixel,flat,two,long"
floats = "grey float,colour float,pixel float,line float"

case("colour,colour float", "grey", lambda x: cv2.cvtColor(x, cv2.COLOR_RGB2GRAY))
case("grey,colour,grey float", "invert", util.invert)
case("grey,colour", "crop(width=11,height=9,left=3,top=5)", lambda x: x[5:14, 3:14])

for size in [3, 5, 7, 15]:
    case(grey + ",colour", f"median(size={size})", lambda x: cv2.medianBlur(x, size))
case("grey float,line float", "median(size=5)", lambda x: cv2.medianBlur(x, 5))

case(grey + ",colour", "gaussian-blur", lambda x: cv2.GaussianBlur(x, (5, 5), 0))
for sigma in [0.5, 1, 2, 6.3]:
    case(grey + ",colour,pixel float,line float" + (",colour float" if sigma == 2 else ""), f"gaussian-blur(sigma={sigma})", lambda x: cv2.GaussianBlur(x, (0, 0), sigma))
for size in [1, 3, 7, 9, 11, 31]:
    case("grey,colour,line float,grey float" if size == 11 else "grey,colour,line float", f"gaussian-blur(size={size})", lambda x: cv2.GaussianBlur(x, (size, size), 0))
case("grey,colour," + floats, "gaussian-blur(sigma=2,size=5)", lambda x: cv2.GaussianBlur(x, (5, 5), 2))

case(grey + ",colour", "bilateral", lambda x: cv2.bilateralFilter(x, 9, 75, 75))
case("grey,colour", "bilateral(size=0,sigmaColor=30,sigmaSpace=2)", lambda x: cv2.bilateralFilter(x, 0, 30, 2))
case("grey float,colour float", "bilateral(size=5,sigmaColor=0.2,sigmaSpace=2)", lambda x: cv2.bilateralFilter(x, 5, 0.2, 2))

case(grey + ",colour", "non-local-means", lambda x: cv2.fastNlMeansDenoising(x))
case("grey,colour,line", "non-local-means(strength=20,patch=5,search=11)", lambda x: cv2.fastNlMeansDenoising(x, None, 20, 5, 11))
case("grey", "denoise(strength=10,patch=3,search=3)", lambda x: cv2.fastNlMeansDenoising(x, None, 10, 3, 3))


def sobel(output, size, scale):
    def function(x):
        dx, dy = (cv2.Sobel(x, cv2.CV_64F, a, b, ksize=size, scale=scale) for a, b in [(1, 0), (0, 1)])
        if x.dtype == np.uint8 and output == "direction":
            turn = np.degrees(np.arctan2(dy, dx)) % 360
            return (np.floor(turn * 256 / 360 + 0.5).astype(int) & 255).astype(np.uint8)
        if output == "direction":
            return (np.degrees(np.arctan2(dy, dx)) % 360).astype(np.float32)
        value = {"x": dx, "y": dy, "magnitude": cv2.magnitude(dx, dy)}[output]
        return cv2.convertScaleAbs(value) if x.dtype == np.uint8 else value.astype(np.float32)

    return function


for output in ["magnitude", "direction", "x", "y"]:
    for size, scale in [(3, 1), (5, 0.25), (7, 0.01)]:
        names = grey + ",colour,line float,pixel float" if size == 3 else "grey,colour,line float"
        if output == "magnitude":
            names += ",colour float"
        case(names, f"sobel(output={output},size={size},scale={scale})", sobel(output, size, scale))

for norm, l2 in [("l1", False), ("l2", True)]:
    for low, high in [(100, 200), (30, 90), (0, 0), (50.5, 61.7)]:
        names = grey + ",colour"
        case(names, f"canny(low={low},high={high},norm={norm})", lambda x: cv2.Canny(x, low, high, L2gradient=l2))
    # Without hysteresis: what is left above a limit is thin edges above it.
    for limit in [0, 20, 60, 100, 200]:
        case(
            "grey,colour,large,line",
            f"non-maximum-suppression(norm={norm}),threshold(value={limit})",
            lambda x: cv2.Canny(x, limit + (0.5 if l2 else 0), limit + (0.5 if l2 else 0), L2gradient=l2),
        )

kinds = {
    "binary": cv2.THRESH_BINARY,
    "binary-inverse": cv2.THRESH_BINARY_INV,
    "truncate": cv2.THRESH_TRUNC,
    "to-zero": cv2.THRESH_TOZERO,
    "to-zero-inverse": cv2.THRESH_TOZERO_INV,
}
for kind, flag in kinds.items():
    case("grey,colour", f"threshold(value=120.6,max=200,kind={kind})", lambda x: cv2.threshold(x, 120.6, 200, flag)[1])
    case("grey float", f"threshold(value=0.4,max=1,kind={kind})", lambda x: cv2.threshold(x, 0.4, 1, flag)[1])
case("grey", "threshold(value=-1)", lambda x: cv2.threshold(x, -1, 255, cv2.THRESH_BINARY)[1])
case("grey", "threshold(value=255)", lambda x: cv2.threshold(x, 255, 255, cv2.THRESH_BINARY)[1])
case(grey, "otsu", lambda x: cv2.threshold(x, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[1])
case("grey", "otsu(max=7,kind=binary-inverse)", lambda x: cv2.threshold(x, 0, 7, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)[1])
case("colour", "grey,gaussian-blur,otsu", lambda x: cv2.threshold(cv2.GaussianBlur(cv2.cvtColor(x, cv2.COLOR_RGB2GRAY), (5, 5), 0), 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[1])

methods = {"mean": cv2.ADAPTIVE_THRESH_MEAN_C, "gaussian": cv2.ADAPTIVE_THRESH_GAUSSIAN_C}
for method, flag in methods.items():
    for size, c in [(3, 0), (11, 2), (25, -3.5)]:
        case(grey, f"adaptive-threshold(method={method},size={size},c={c})", lambda x: cv2.adaptiveThreshold(x, 255, flag, cv2.THRESH_BINARY, size, c))
    case("grey", f"adaptive-threshold(method={method},size=7,c=1.5,max=9,kind=binary-inverse)", lambda x: cv2.adaptiveThreshold(x, 9, flag, cv2.THRESH_BINARY_INV, 7, 1.5))


def stretch(x, low, high):
    return exposure.rescale_intensity(x, in_range=tuple(np.percentile(x, (low, high))))


case("grey,colour,noise,large,line,flat", "contrast-stretch", lambda x: stretch(x, 2, 98))
case("grey,two", "contrast-stretch(low=0,high=100)", lambda x: stretch(x, 0, 100))
case("grey float,colour float", "contrast-stretch(low=5,high=90)", lambda x: stretch(x.astype(float), 5, 90).astype(np.float32))
case(grey, "equalize", cv2.equalizeHist)
case(grey, "clahe", lambda x: cv2.createCLAHE().apply(x))
for limit, tiles in [(2, 8), (0, 3), (4, 2)]:
    case("grey,large,noise,line,pixel", f"clahe(limit={limit},tiles={tiles})", lambda x: cv2.createCLAHE(limit, (tiles, tiles)).apply(x))

case(grey + ",colour", "min-max", lambda x: cv2.normalize(x, None, 0, 255, cv2.NORM_MINMAX))
case(floats, "min-max", lambda x: cv2.normalize(x, None, 0, 1, cv2.NORM_MINMAX))


def z_score(x, limit=3):
    wide = x.astype(np.float64)
    score = (wide - wide.mean()) / (wide.std() or 1)
    if x.dtype == np.uint8:
        return np.rint(np.clip(127.5 + 127.5 * score / limit, 0, 255)).astype(np.uint8)
    return score.astype(np.float32)


case(grey + ",colour," + floats, "z-score", z_score)
case("grey", "z-score(range=1.5)", lambda x: z_score(x, 1.5))


def cells(x, size, function):
    made = x.copy()
    for top in range(0, x.shape[0], size):
        for left in range(0, x.shape[1], size):
            part = np.s_[top : top + size, left : left + size]
            made[part] = function(x[part]).reshape(x[part].shape)
    return made


case("grey,colour,line,pixel,grey float", "cell-normalize", lambda x: cells(x, 8, z_score))
case("grey,colour", "cell-normalize(size=10,method=min-max)", lambda x: cells(x, 10, lambda cell: cv2.normalize(np.ascontiguousarray(cell), None, 0, 255, cv2.NORM_MINMAX)))

methods = {"linear": cv2.INTER_LINEAR, "area": cv2.INTER_AREA, "nearest": cv2.INTER_NEAREST}
for method, flag in methods.items():
    for height, width in [(20, 20), (12, 17), (48, 64), (80, 101), (37, 20), (1, 1), (19, 90)]:
        case("grey,colour,large,pixel,line" + (",grey float" if height < 40 else ""), f"resize(width={width},height={height},method={method})", lambda x: cv2.resize(x, (width, height), interpolation=flag))
    case("large", f"resize(width=32,height=24,method={method})", lambda x: cv2.resize(x, (32, 24), interpolation=flag))
    case("large", f"resize(width=64,height=32,method={method})", lambda x: cv2.resize(x, (64, 32), interpolation=flag))

for low, high in [(0.01, 0.99), (0.2, 0.7)]:

    def clip(x):
        least, most = np.quantile(x, (low, high))
        if x.dtype == np.uint8:
            least, most = np.ceil(least), np.floor(most)
        return np.clip(x, least, most).astype(x.dtype)

    case("grey,colour,grey float", f"clip-outliers(method=quantile,low={low},high={high})", clip)

for score in [1, 3.5]:

    def clip_scores(x):
        middle = np.median(x)
        reach = score * np.median(np.abs(x - middle)) / 0.6744897501960817
        least, most = middle - reach, middle + reach
        if x.dtype == np.uint8:
            least, most = np.ceil(least), np.floor(most)
        return np.clip(x, least, most).astype(x.dtype)

    case("grey,colour,grey float", f"clip-outliers(score={score})", clip_scores)

path = pathlib.Path(__file__).with_name("preprocess.json")
lines = ",\n".join(json.dumps(each) for each in cases)
images = ",\n".join(f"{json.dumps(name)}: {json.dumps(stored(image))}" for name, image in inputs.items())
path.write_text(f'{{"inputs": {{\n{images}\n}},\n"cases": [\n{lines}\n]}}\n')
