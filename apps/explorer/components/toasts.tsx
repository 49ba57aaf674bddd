/** Short messages, read out as they come. */
import { dismiss, toasts } from "../toasts.js";

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map(({ id, text, trouble }) => (
        <p key={id} class={trouble ? "toast trouble" : "toast"}>
          <span>{text}</span>
          <button type="button" aria-label="Close the message" onClick={() => dismiss(id)}>
            ×
          </button>
        </p>
      ))}
    </div>
  );
}
