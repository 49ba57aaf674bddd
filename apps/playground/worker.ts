/** Computes beside the page, so that it answers while images are sorted. */
import {
  type Device,
  type ImageSet,
  ImageSorter,
  loadImages,
  loadModel,
  openDevice,
  type PredictingModel,
  type SortedImages,
} from "skein/web";
import type { Answer, Request } from "./messages.js";

let opened: Promise<Device> | null = null;
let sorter: ImageSorter | null = null;
let stop: AbortController | null = null;
let digits: PredictingModel | null = null;

function say(answer: Answer): void {
  self.postMessage(answer);
}

function device(): Promise<Device> {
  opened ??= openDevice().then((device) => {
    say({ kind: "device", name: device.info.name });
    return device;
  });
  // A browser that gets a GPU later is asked again.
  opened.catch(() => {
    opened = null;
  });
  return opened;
}

self.addEventListener("message", async ({ data }: MessageEvent<Request>) => {
  try {
    await answer(data);
  } catch (error) {
    say({
      kind: "failed",
      during: data.kind,
      message: error instanceof Error ? error.message : String(error),
    });
  }
});

async function answer(request: Request): Promise<void> {
  switch (request.kind) {
    case "sort":
      return sort(request.files, request.clusters);
    case "stop":
      stop?.abort();
      return;
    case "model":
      say({ kind: "model", bytes: await sorter!.model.toBytes() });
      return;
    case "open-digits":
      digits = await loadModel(request.address, await device());
      say({ kind: "digits-open" });
      return;
    case "digit": {
      const { height, width } = digits!.imageSize;
      try {
        const image = await loadImages([request.drawing], {
          height,
          width,
          channels: 1,
          background: "black",
        });
        say({ kind: "digit", probabilities: (await digits!.predictProba(image)).data });
      } finally {
        request.drawing.close();
      }
    }
  }
}

async function sort(files: readonly File[], clusters: number): Promise<void> {
  stop = new AbortController();
  const { signal } = stop;
  const progress = (text: string, share: number | null = null) => say({ kind: "progress", text, share });
  let first: SortedImages | null = null;
  let images: ImageSet | null = null;
  let next: ImageSorter | null = null;
  const report = (sorted: SortedImages, final: boolean) => {
    const { skipped, numbers, count } = images!;
    const places = numbers ?? Array.from({ length: count }, (_, place) => place);
    const { kept, seconds, clusters, confidence } = sorted;
    say({ kind: "sorted", sorting: { places, clusters, confidence, skipped, kept, seconds, final } });
  };
  try {
    const own = await device();
    images = await loadImages(files, {
      size: "auto",
      signal,
      onProgress: ({ done, total }) => progress(`Reading images: ${done} of ${total}`, done / total),
    });
    next = new ImageSorter({ clusters }, own);
    const sorted = await next.fit(images, {
      signal,
      onFeatures: (name) => progress(`Comparing images by their features: ${name}`),
      onFirst: (found) => {
        first = found;
        // Until now the page shows the classes of the earlier one, whose model can be saved.
        void sorter?.close();
        sorter = next;
        report(found, false);
      },
      onPlan: ({ epochs }) => {
        if (epochs > 0) progress("A first result is below. A network now learns from the images", 0);
      },
      onProgress: ({ step, steps, epoch, epochs }) =>
        progress(`A network learns from the images: epoch ${epoch} of ${epochs}`, step / steps),
    });
    report(sorted, true);
  } catch (error) {
    if (next !== sorter) await next?.close();
    if (!signal.aborted) throw error;
    if (first) report(first, true);
    else say({ kind: "stopped" });
  }
}
