// npm run playground [-- --serve]: builds apps/playground into dist-playground; with --serve shows it on this computer.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { buildPlayground, makeDigits, PLAYGROUND } from "./lib/playground.js";
import { main, ScriptError } from "./lib/run.js";
import { setup } from "./lib/setup.js";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css",
  ".js": "text/javascript",
  ".png": "image/png",
};

/** An address that is none names no file. */
function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

await main(async () => {
  await setup();
  await makeDigits();
  await buildPlayground();
  console.log("playground: dist-playground, for any server of static files");
  if (!process.argv.includes("--serve")) return;
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const file = normalize(decoded(path)).replace(/^[/\\]+/, "") || "index.html";
    const content = file.startsWith("..") ? null : await readFile(join(PLAYGROUND, file)).catch(() => null);
    response.writeHead(content ? 200 : 404, {
      "content-type": content ? (TYPES[extname(file)] ?? "application/octet-stream") : "text/plain",
    });
    response.end(content ?? "not found");
  });
  const port = Number(process.env.PORT ?? 8080);
  await new Promise((resolve, reject) => {
    server.once("error", ({ message }) =>
      reject(
        new ScriptError(`playground: port ${port} cannot be used (${message}): name another one in PORT`),
      ),
    );
    server.listen(port, "localhost", resolve);
  });
  console.log(`open http://localhost:${server.address().port}/ (Ctrl-C ends it)`);
  await new Promise(() => {});
});
