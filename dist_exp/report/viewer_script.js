/** The part of the page's script that shows the images of a class, and one of them larger. */
export const VIEWER_SCRIPT = `
  const viewer = document.getElementById("viewer");
  const LARGE_SIDE = 360;

  /** The best tile of each image that the page holds, by image number. */
  const tiles = new Map();
  function addTiles(sheet, layout, images) {
    images.forEach((image, i) => {
      const known = tiles.get(image);
      if (image === null || (known && known.layout.tileWidth >= layout.tileWidth)) return;
      tiles.set(image, { sheet, layout, i });
    });
  }
  for (const mosaic of document.querySelectorAll("img.mosaic")) {
    const { layout, images } = data.mosaics[mosaic.dataset.mosaic];
    addTiles(mosaic, layout, images);
  }
  const mapSheet = document.getElementById("map-sheet");
  if (mapSheet) addTiles(mapSheet, data.map.layout, data.map.images);

  /** Images of each class, the most certain first. */
  const membersOf = {};
  for (const image of tiles.keys()) (membersOf[data.images[image][1]] ??= []).push(image);
  for (const members of Object.values(membersOf)) {
    members.sort((a, b) => (data.images[b][2] ?? 0) - (data.images[a][2] ?? 0) || a - b);
  }

  const number = (value) => value.toLocaleString("en");

  function enlarge(image) {
    const one = viewer.querySelector(".one");
    const large = one.querySelector("canvas");
    const { layout } = tiles.get(image);
    drawTile(large, tiles.get(image));
    large.style.width = LARGE_SIDE * Math.min(1, layout.tileWidth / layout.tileHeight) + "px";
    const about = paragraphs(image);
    const file = data.images[image][4];
    if (file !== undefined) {
      const link = document.createElement("a");
      link.href = file;
      link.target = "_blank";
      link.textContent = "open the file";
      about.push(link);
    }
    one.querySelector(".about").replaceChildren(...about);
    one.hidden = false;
    one.dataset.image = image;
    viewer.scrollTop = 0;
  }

  function openViewer(cluster, image) {
    hide();
    const [title, size] = data.classes[cluster];
    const members = membersOf[cluster];
    const whole = members.length === size;
    viewer.querySelector("h2").textContent =
      title + ": " + (whole ? "all " + number(size) : number(members.length) + " of " + number(size)) + " images";
    viewer.querySelector(".one").hidden = true;
    viewer.querySelector(".all").replaceChildren(...members.map((member) => {
      const button = document.createElement("button");
      button.type = "button";
      button.title = button.ariaLabel = data.images[member][0];
      const small = document.createElement("canvas");
      drawTile(small, tiles.get(member));
      button.append(small);
      button.addEventListener("click", () => enlarge(member));
      return button;
    }));
    viewer.showModal();
    if (image !== undefined) enlarge(image);
  }

  viewer.querySelector(".close").addEventListener("click", () => viewer.close());
  viewer.addEventListener("click", (event) => {
    if (event.target === viewer) viewer.close();
  });
  viewer.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const image = Number(viewer.querySelector(".one").dataset.image);
    if (by === undefined || viewer.querySelector(".one").hidden) return;
    event.preventDefault();
    const members = membersOf[data.images[image][1]];
    enlarge(members[(members.indexOf(image) + by + members.length) % members.length]);
  });

  for (const button of document.querySelectorAll(".more button")) {
    const cluster = button.dataset.class;
    const members = membersOf[cluster];
    if (!members) continue;
    const size = data.classes[cluster][1];
    button.textContent = members.length === size ? "See all " + number(size) : "See " + number(members.length) + " of " + number(size);
    button.hidden = false;
    button.addEventListener("click", () => openViewer(cluster));
  }
`;
//# sourceMappingURL=viewer_script.js.map