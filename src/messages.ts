/** Text from outside (a file's content, a name, another library's message) in messages of ours. */

/** Characters of quoted text that a message shows. */
const SHOWN = 120;

/** The text, cut in its middle where it is longer than a message should be. */
export function excerpt(text: string, shown = SHOWN): string {
  if (text.length <= shown) return text;
  const head = Math.ceil((shown - 3) * 0.7);
  return `${text.slice(0, head)}...${text.slice(text.length - (shown - 3 - head))}`;
}
