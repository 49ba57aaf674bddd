export default function checkIndices(
  { index, words }: Record<"index" | "words", Float64Array>,
  { below, source, epoch }: Record<"count" | "below" | "source" | "epoch", number>,
) {
  const position = index.findIndex((value) => value >= below);
  if (position >= 0 && words[0] !== epoch) words.set([epoch, source, position, index[position]!, below]);
}
