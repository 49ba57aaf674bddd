/** The page: what visitors do goes to the worker, and what it finds comes back to be shown. */
import { Classes } from "./classes.js";
import { dropped, exampleDigits, imagesIn } from "./files.js";
import type { Answer, Request } from "./messages.js";
import { Pad } from "./pad.js";
import { counted, download, element, make } from "./page.js";

const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
const ask = (request: Request, transfer: Transferable[] = []) => worker.postMessage(request, transfer);

const [start, stop] = [element<HTMLButtonElement>("start"), element<HTMLButtonElement>("stop")];
const [chosen, status, progress] = [
  element("chosen"),
  element("status"),
  element<HTMLProgressElement>("progress"),
];
const clusters = element<HTMLInputElement>("clusters");
const classes = new Classes();
let files: readonly File[] = [];
/** The files that the shown classes are of. */
let sorting: readonly File[] = [];

function take(given: Iterable<File>): void {
  files = imagesIn(given);
  chosen.textContent =
    files.length > 0 ? `${counted(files.length, "image")} ready.` : "There is no image among these files.";
  start.disabled = files.length === 0;
}

function busy(on: boolean): void {
  element("working").hidden = !on;
  stop.hidden = !on;
  start.hidden = on;
}

function trouble(message: string): void {
  element("trouble").textContent = message;
  element("trouble").hidden = false;
}

for (const [button, input] of [
  ["choose-files", "files"],
  ["choose-folder", "folder"],
] as const) {
  const own = element<HTMLInputElement>(input);
  element(button).addEventListener("click", () => own.click());
  own.addEventListener("change", () => {
    take(own.files ?? []);
    own.value = "";
  });
}
const reason = (error: unknown) => trouble(error instanceof Error ? error.message : String(error));
element("examples").addEventListener("click", () => exampleDigits("digits.png").then(take, reason));

const drop = element("drop");
drop.addEventListener("dragover", (event) => {
  event.preventDefault();
  drop.classList.add("over");
});
drop.addEventListener("dragleave", () => drop.classList.remove("over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  dropped(event.dataTransfer!).then(take, reason);
});

element<HTMLFormElement>("settings").addEventListener("submit", (event) => {
  event.preventDefault();
  sorting = files;
  classes.reset();
  element("trouble").hidden = true;
  busy(true);
  status.textContent = "Opening the GPU";
  progress.removeAttribute("value");
  ask({ kind: "sort", files, clusters: clusters.valueAsNumber });
});
stop.addEventListener("click", () => ask({ kind: "stop" }));
element("save-model").addEventListener("click", () => ask({ kind: "model" }));
element("save-csv").addEventListener("click", () => download("classes.csv", "text/csv", classes.csv()));

/** Only the newest drawing counts: while one is read, the next waits. */
let [digitsOpen, reading, waiting] = [false, false, false];
const digit = element("digit");
const bars = Array.from({ length: 10 }, (_, value) => {
  const fill = make("span");
  const share = make("span", {}, "");
  const line = make("li", {}, String(value), make("div", { className: "bar" }, fill), share);
  element("bars").append(line);
  return { line, fill, share };
});
const hint = digit.textContent;
const pad = new Pad(element<HTMLCanvasElement>("pad"), read);
element("clear").addEventListener("click", () => pad.clear());

async function read(): Promise<void> {
  if (!digitsOpen || pad.empty) return showDigit(null);
  waiting = reading;
  if (reading) return;
  reading = true;
  const drawing = await pad.drawing();
  ask({ kind: "digit", drawing }, [drawing]);
}

function showDigit(probabilities: Float32Array | null): void {
  const best = probabilities ? probabilities.indexOf(Math.max(...probabilities)) : -1;
  for (const [value, { line, fill, share }] of bars.entries()) {
    const percent = probabilities ? 100 * probabilities[value]! : 0;
    fill.style.width = `${percent}%`;
    share.textContent = probabilities ? `${percent.toFixed(0)} %` : "";
    line.classList.toggle("best", value === best);
  }
  digit.textContent = probabilities ? `This is a ${best}.` : hint;
}

worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
  switch (data.kind) {
    case "device":
      element("device").textContent = `GPU: ${data.name}.`;
      return;
    case "progress":
      status.textContent = data.text;
      if (data.share === null) progress.removeAttribute("value");
      else progress.value = data.share;
      return;
    case "sorted": {
      const { final, kept, seconds, places } = data.sorting;
      classes.show(sorting, data.sorting);
      element("results").hidden = false;
      if (!final) return;
      busy(false);
      const by = kept === "network" ? "a network that learned from them" : "their features";
      status.textContent = `${counted(places.length, "image")} sorted by ${by} in ${seconds.toFixed(1)} seconds.`;
      return;
    }
    case "stopped":
      busy(false);
      status.textContent = "Stopped.";
      return;
    case "model":
      download("model.safetensors", "application/octet-stream", data.bytes);
      return;
    case "digits-open":
      digitsOpen = true;
      void read();
      return;
    case "digit":
      reading = false;
      if (pad.empty) showDigit(null);
      else showDigit(data.probabilities);
      if (waiting) void read();
      return;
    case "failed":
      if (data.during === "sort") {
        busy(false);
        status.textContent = "";
      }
      if (data.during === "digit") {
        reading = false;
        if (waiting) void read();
      }
      trouble(data.message);
  }
});
worker.addEventListener("error", (event) => {
  busy(false);
  trouble(`The page's worker failed (${event.message || "worker.js could not be loaded"}): reload the page.`);
});
ask({ kind: "open-digits", address: new URL("digits.safetensors", document.baseURI).href });
