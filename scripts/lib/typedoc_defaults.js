// Defaults of settings that a schema fills in, for the reference: TypeScript knows their types, only the library knows their values.
import { ReflectionKind } from "typedoc";
import * as skein from "../../dist/index.js";
import { planRobustness } from "../../dist/robustness/options.js";

/** Types of the reference, and an object with every default filled in. */
const settings = () => ({
  ImageClassifierOptions: new skein.ImageClassifier().config,
  ImageClustererOptions: new skein.ImageClusterer().config,
  ImageSegmenterOptions: new skein.ImageSegmenter().config,
  RobustnessConfig: planRobustness().settings,
});

/** Adds "Default X." to the comments of these types' properties. */
export function addDefaults(project) {
  for (const [name, values] of Object.entries(settings())) {
    const found = project.getReflectionsByKind(ReflectionKind.TypeAlias).filter((each) => each.name === name);
    if (found.length !== 1) throw new Error(`typedoc_defaults: ${found.length} types have the name ${name}`);
    describe(found[0].type?.declaration, values);
  }
}

function describe(declaration, values) {
  for (const property of declaration?.children ?? []) {
    const value = values?.[property.name];
    if (value === undefined) continue;
    // TypeDoc knows that there is a default, and not which: "...".
    delete property.defaultValue;
    const inner = property.type?.declaration;
    if (inner?.children && value && !Array.isArray(value)) describe(inner, value);
    else
      property.comment?.summary.push(
        { kind: "text", text: " Default " },
        { kind: "code", text: `\`${JSON.stringify(value)}\`` },
        { kind: "text", text: "." },
      );
  }
}
