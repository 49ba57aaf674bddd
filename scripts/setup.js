// npm run setup, npm run build: installs and builds what is missing or out of date.
import { main } from "./lib/run.js";
import { setup } from "./lib/setup.js";

await main(setup);
