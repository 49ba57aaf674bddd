/**
 * The page's script: shows the image and its facts under the pointer, on the map
 * and in the mosaics, larger ones of a class where one is clicked, and lets one
 * class of the map stand out. The page is complete without it. Text reaches the
 * page through textContent only.
 */
import { VIEWER_SCRIPT } from "./viewer_script.js";
export const PAGE_SCRIPT = `(() => {
  "use strict";
  const data = JSON.parse(document.getElementById("report-data").textContent);
  const tip = document.getElementById("tip");
  const canvas = tip.querySelector("canvas");
  const text = tip.querySelector("div");
  const PREVIEW_SIDE = 112;

  /** What is known of an image. */
  function paragraphs(image) {
    const [name, cluster, confidence, label] = data.images[image];
    const certainty = confidence === null ? "unknown confidence" : (confidence * 100).toFixed(1) + " %";
    const lines = [name, "class " + cluster + ", " + certainty];
    if (label !== null) lines.push("label " + label);
    return lines.map((line) => {
      const p = document.createElement("p");
      p.textContent = line;
      return p;
    });
  }

  /** Draws tile number i of a sheet on a canvas of the tile's size. */
  function drawTile(canvas, { sheet, layout, i }) {
    const { columns, tileWidth: w, tileHeight: h, gap } = layout;
    canvas.width = w;
    canvas.height = h;
    canvas.getContext("2d").drawImage(sheet, (i % columns) * (w + gap), Math.floor(i / columns) * (h + gap), w, h, 0, 0, w, h);
  }

  /** Copies tile number i of a sheet into the tip, enlarged, and says what it is. */
  function show(sheet, layout, i, image, x, y) {
    const { tileWidth: w, tileHeight: h } = layout;
    const scale = Math.max(1, Math.floor(PREVIEW_SIDE / Math.max(w, h)));
    drawTile(canvas, { sheet, layout, i });
    canvas.style.width = w * scale + "px";
    text.replaceChildren(...paragraphs(image));
    tip.dataset.image = image;
    tip.hidden = false;
    const box = tip.getBoundingClientRect();
    const room = { x: document.documentElement.clientWidth, y: window.innerHeight };
    const left = x + 18 + box.width > room.x ? x - 18 - box.width : x + 18;
    const top = y + 18 + box.height > room.y ? y - 18 - box.height : y + 18;
    tip.style.left = Math.max(4, Math.min(left, room.x - box.width - 4)) + "px";
    tip.style.top = Math.max(4, top) + "px";
  }

  function hide() {
    tip.hidden = true;
  }
${VIEWER_SCRIPT}

  for (const mosaic of document.querySelectorAll("img.mosaic")) {
    const { layout, images } = data.mosaics[mosaic.dataset.mosaic];
    const at = (event) => {
      const box = mosaic.getBoundingClientRect();
      const column = Math.floor(((event.clientX - box.left) / box.width) * layout.columns);
      const row = Math.floor(((event.clientY - box.top) / box.height) * layout.rows);
      return row * layout.columns + column;
    };
    const point = (event) => {
      const i = at(event);
      const image = images[i] ?? null;
      if (image === null) hide();
      else show(mosaic, layout, i, image, event.clientX, event.clientY);
    };
    mosaic.addEventListener("click", (event) => {
      const image = images[at(event)] ?? null;
      if (image !== null) openViewer(data.images[image][1], image);
    });
    mosaic.addEventListener("pointermove", point);
    mosaic.addEventListener("pointerdown", point);
    mosaic.addEventListener("pointerleave", hide);
  }

  const map = document.querySelector("figure.map");
  if (map) startMap(map);

  function startMap(map) {
    const svg = map.querySelector("svg");
    const ring = svg.querySelector(".ring");
    const sheet = document.getElementById("map-sheet");
    const circles = [...svg.querySelectorAll(".points circle")];
    const places = circles.map((circle) => [circle.cx.baseVal.value, circle.cy.baseVal.value]);
    let current = -1;
    let chosen = null;

    const isShown = (i) => chosen === null || circles[i].dataset.c === chosen;

    function select(i, x, y) {
      current = i;
      ring.setAttribute("cx", places[i][0]);
      ring.setAttribute("cy", places[i][1]);
      ring.removeAttribute("hidden");
      show(sheet, data.map.layout, i, data.map.images[i], x, y);
    }

    function leave() {
      ring.setAttribute("hidden", "");
      hide();
    }

    function point(event) {
      const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      const reach = 24 / svg.getScreenCTM().a;
      let best = -1;
      let bestDistance = reach * reach;
      places.forEach(([x, y], i) => {
        const distance = (x - place.x) ** 2 + (y - place.y) ** 2;
        if (distance < bestDistance && isShown(i)) [best, bestDistance] = [i, distance];
      });
      if (best < 0) leave();
      else select(best, event.clientX, event.clientY);
    }
    svg.addEventListener("pointermove", point);
    svg.addEventListener("pointerdown", point);
    svg.addEventListener("click", () => {
      if (current >= 0 && !tip.hidden) openViewer(circles[current].dataset.c, data.map.images[current]);
    });
    svg.addEventListener("pointerleave", leave);
    svg.addEventListener("blur", leave);

    svg.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape") leave();
      if (event.key === "Enter" && current >= 0) openViewer(circles[current].dataset.c, data.map.images[current]);
      if (by === undefined) return;
      event.preventDefault();
      let i = current;
      do i = (i + by + circles.length) % circles.length;
      while (!isShown(i) && i !== current);
      const box = circles[i].getBoundingClientRect();
      select(i, box.right, box.bottom);
    });

    for (const button of map.querySelectorAll(".legend button")) {
      button.addEventListener("click", () => {
        chosen = chosen === button.dataset.class ? null : button.dataset.class;
        for (const other of map.querySelectorAll(".legend button")) {
          other.setAttribute("aria-pressed", String(other.dataset.class === chosen));
        }
        circles.forEach((circle, i) => circle.classList.toggle("dim", !isShown(i)));
        leave();
      });
    }
  }

  window.addEventListener("scroll", hide, { passive: true });
})();`;
//# sourceMappingURL=page_script.js.map