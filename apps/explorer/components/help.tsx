/** All keys. */
import { shortcuts } from "../keys.js";

export function Help() {
  return (
    <dl class="keys">
      {shortcuts.map(({ keys, does }) => (
        <div key={keys}>
          <dt>
            <kbd>{keys}</kbd>
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}
