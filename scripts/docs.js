// npm run docs: the guides and the reference as a site, in build/docs. Exported names without a line of documentation and links to
// what is not there end it with an error.
import { join } from "node:path";
import { root } from "./lib/paths.js";
import { main, runTool, ScriptError } from "./lib/run.js";
import { buildTypeScript, installDependencies } from "./lib/setup.js";
import { checkLinks } from "./lib/site_links.js";

await main(async () => {
  await installDependencies();
  await buildTypeScript();
  const { code } = await runTool("typedoc/bin/typedoc", []);
  if (code !== 0) throw new ScriptError("docs: TypeDoc reported the errors above");
  const { pages, links, broken } = checkLinks(join(root, "build", "docs"));
  for (const line of broken) console.error(line);
  if (broken.length > 0) throw new ScriptError(`docs: ${broken.length} of ${links} links lead nowhere`);
  console.log(
    `build/docs/index.html: ${pages} pages, ${links} links within the site, all of which lead somewhere`,
  );
});
