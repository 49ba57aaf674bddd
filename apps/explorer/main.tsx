/** The page of `skein explore`. */
import { render } from "preact";
import { App } from "./components/app.js";
import { listenToKeys } from "./keys.js";
import { keepFocus } from "./selection.js";
import { start } from "./store.js";
import { say } from "./toasts.js";

render(<App />, document.body);
listenToKeys();
keepFocus();
void start((text) => say(text, true));
