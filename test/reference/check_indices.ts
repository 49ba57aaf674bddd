export default function checkIndices(
  { index, words }: Record<"index" | "words", Float64Array>,
  { below, except, source, epoch }: Record<"count" | "below" | "except" | "source" | "epoch", number>,
) {
  const position = index.findIndex((value) => value >= below && value !== except);
  if (position >= 0 && words[0] !== epoch) words.set([epoch, source, position, index[position]!, below]);
}
