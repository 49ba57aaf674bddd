// Elements of images [B, H, W, C].

struct Element {
  image: u32,
  row: u32,
  column: u32,
  channel: u32,
}

fn element_at(i: u32, height: u32, width: u32, channels: u32) -> Element {
  let pixel = i / channels;
  return Element(pixel / width / height, pixel / width % height, pixel % width, i % channels);
}
