// A plugin of TypeDoc: titles of pages are their headings, the menu has the order of site_pages.js, and settings that a
// schema checks show their defaults.
import { Converter, ReflectionGroup } from "typedoc";
import { PAGES } from "./site_pages.js";
import { addDefaults } from "./typedoc_defaults.js";

/** @param {import("typedoc").Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const document of project.documents ?? []) {
      const [heading] = document.content;
      document.name = document.name.replace(/^docs\//, "");
      document.frontmatter.title = /^# (.*)$/m.exec(heading?.text ?? "")?.[1] ?? document.name;
    }
    addDefaults(project);
  });
  // After TypeDoc has made its own groups.
  app.converter.on(
    Converter.EVENT_RESOLVE_END,
    ({ project }) => {
      const others = project.groups?.filter(({ title }) => title !== "Documents") ?? [];
      const groups = Object.entries(PAGES).map(([title, files]) => {
        const group = new ReflectionGroup(title, project);
        const names = files.map((file) => file.replace(/^docs\/|\.md$/g, ""));
        group.children = names.map((name) => project.documents.find((document) => document.name === name));
        return group;
      });
      const [guides, ...rest] = groups;
      project.groups = [guides, ...others, ...rest];
    },
    -1e6,
  );
}
