/** What each address answers; see protocol.ts. */
import { resolve } from "node:path";
import * as z from "zod";
import { exportFormats, exportImages } from "../review/exports/index.js";
import { currentBeliefs } from "../review/fit/beliefs.js";
import { questions } from "../review/fit/index.js";
import type { Links } from "../review/links.js";
import { proposeNames } from "../review/names/index.js";
import { beliefOf, columnsOf, duplicatesOf } from "./columns.js";
import type { Explorer } from "./explorer.js";
import { json, Refusal } from "./http/answers.js";
import type { Asked, Route } from "./http/server.js";
import {
  type ExportFormat,
  type ExportResult,
  encodeColumns,
  type ImageAbout,
  type NameProposal,
  type OutlierImage,
  type Question,
} from "./protocol.js";
import { decisionsOf, parse, parseRequest } from "./requests.js";
import { sideOf } from "./thumbnails.js";

const BINARY = "application/octet-stream";
/** Seconds for which a browser keeps pictures: they are of an address that lasts as long as this process. */
const KEEP = 3600;
/** Numbers of a list at most. */
const MOST = 1000;
/** Of larger runs the metadata of files are not read for names. */
const METADATA_IMAGES = 5000;

const exportRequest = z.strictObject({
  format: z.string(),
  out: z.string().min(1),
  classes: z.array(z.int().min(-1)).optional(),
  minConfidence: z.number().min(0).max(1).optional(),
  copy: z.boolean().optional(),
  dryRun: z.boolean().optional(),
  force: z.boolean().optional(),
});

/** All of an explorer's. */
export function routesOf(explorer: Explorer): Readonly<Record<string, Route>> {
  const { session, views, pictures, thumbnails, refit } = explorer;
  const { run } = session;
  let proposals: { readonly revision: number; readonly found: Promise<NameProposal[]> } | null = null;

  const imageOf = ({ image }: Asked): number => {
    if (image! < run.images.length) return image!;
    throw new Refusal(404, `there is no image ${image}: the run has ${run.images.length}`);
  };
  const get = (answer: Route["answer"]): Route => ({ method: "GET", answer });
  const getOf = (answer: Route["answer"]): Route => ({ method: "GET", ofImage: true, answer });
  const post = (answer: Route["answer"]): Route => ({ method: "POST", answer });
  const stateAnswer = () => json(explorer.state());
  /** A change of the decisions, and what follows from it. */
  const deciding = async (change: Promise<void>) => {
    await change;
    await refit.restart();
    explorer.changed();
    return stateAnswer();
  };

  function about(image: number, file: ImageAbout["file"]): ImageAbout {
    const { id, confidence, second, secondConfidence } = beliefOf(session, views, image);
    const classes = [
      { id, confidence },
      ...(second >= 0 ? [{ id: second, confidence: secondConfidence }] : []),
    ].filter((found) => found.id >= 0);
    const outlier = views.knownOutliers.find((found) => found.image === image);
    return {
      ...{ image, name: run.images[image]!.path, file, classes },
      outlier: outlier?.reasons.map(({ text }) => text) ?? [],
    };
  }

  async function ask(count: number): Promise<Question[]> {
    const graph = await views.graph();
    const { state } = session;
    const prior = { classOf: run.base.classOf, confidence: run.confidence };
    const beliefs = session.beliefs ?? views.found ?? currentBeliefs(graph, prior, state);
    const now = (ids: Int32Array) => ids.map((id) => state.mergedInto.get(id) ?? id);
    const current = { ...beliefs, classOf: now(beliefs.classOf), second: now(beliefs.second) };
    // Some are of one class by now, or of none: more are asked for.
    return questions(graph, current, state, { count: 2 * count })
      .filter(({ candidates: [a, b] }) => a !== b && state.classes.has(a) && state.classes.has(b))
      .slice(0, count);
  }

  function propose(): Promise<NameProposal[]> {
    const { revision, state } = session;
    if (proposals?.revision !== revision) {
      const found = proposeNames({
        names: run.images.map(({ path }) => path),
        files: run.images.length > METADATA_IMAGES ? null : run.files,
        classOf: state.classOf.map((id, image) => (state.ignored[image] ? -1 : id)),
      });
      proposals = { revision, found };
    }
    return proposals!.found;
  }

  return {
    state: get(async () => {
      await session.check();
      return stateAnswer();
    }),
    columns: get(() => ({ type: BINARY, body: encodeColumns(columnsOf(session, views)) })),
    map: get(async () => {
      const { buffer, byteOffset, byteLength } = await views.map();
      return { type: BINARY, body: new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength) };
    }),
    thumbnails: getOf(async (asked) => {
      const body = await thumbnails.get(imageOf(asked), sideOf(asked.query.get("side")), asked.signal);
      return { type: "image/webp", body, keep: KEEP };
    }),
    images: getOf(async (asked) => ({ ...(await pictures.shown(imageOf(asked))), keep: KEEP })),
    about: getOf(async (asked) => {
      const image = imageOf(asked);
      return json(about(image, await pictures.file(image)));
    }),
    names: post(({ body }) => {
      const wanted = parse(
        z.array(
          z
            .int()
            .min(0)
            .max(run.images.length - 1),
        ),
        body,
      );
      return json(wanted.map((image) => run.images[image]!.path));
    }),
    similar: getOf(async (asked) => json(await views.similar(imageOf(asked), countOf(asked, 60)))),
    questions: get(async (asked) => json(await ask(countOf(asked, 20)))),
    outliers: get(() => {
      const found = views.outliers().filter(({ image }) => !session.state.ignored[image]);
      return json(
        found.map(
          ({ image, reasons }): OutlierImage => ({
            image,
            reasons: reasons.map(({ reason, text, severity }) => ({ reason, text, severity })),
          }),
        ),
      );
    }),
    duplicates: get(() => json(duplicatesOf(session.state, views.duplicates()))),
    proposals: get(async () => json(await propose())),
    formats: get(() => json(exportFormats().map(({ name, about }): ExportFormat => ({ name, about })))),
    decide: post(({ body }) => {
      const request = parseRequest(body);
      const parts = async (id: number, count: number) => {
        const { classOf, locked, links } = session.state;
        // A locked image stays, and with it those that share its class.
        const free = (image: number) => !links.together(image).some((other) => locked[other]);
        const members = run.images.flatMap((_, image) =>
          classOf[image] === id && free(image) ? [image] : [],
        );
        const parts = linkedTogether(await views.parts(members, count), links).slice(1);
        if (parts.length > 0) return parts;
        throw new Refusal(
          409,
          "links hold the images of this class together: undo them, or name the images of each part",
        );
      };
      return deciding(
        session.decide(() => decisionsOf(request, { state: session.state, nextId: session.nextId, parts })),
      );
    }),
    undo: post(() => deciding(session.takeBack())),
    redo: post(() => deciding(session.bringBack())),
    refit: post(async () => {
      await refit.start();
      return stateAnswer();
    }),
    export: post(async ({ body, signal }) => {
      const request = parse(exportRequest, body);
      const out = resolve(run.folder, request.out);
      const done = await exportImages(run, { ...request, out }, { state: session.state, signal });
      const { files, images, paths, written } = done;
      return json({ files, images, paths, written } satisfies ExportResult);
    }),
  };
}

/** Parts in which images that belong together by links lie in one, that of the first of them; the largest first. */
function linkedTogether(parts: readonly (readonly number[])[], links: Links): number[][] {
  const partOf = new Map(parts.flatMap((images, part) => images.map((image) => [image, part] as const)));
  const joined: number[][] = parts.map(() => []);
  for (const image of partOf.keys()) {
    const first = links.together(image).find((other) => partOf.has(other))!;
    joined[partOf.get(first)!]!.push(image);
  }
  return joined.filter((images) => images.length > 0).sort((a, b) => b.length - a.length);
}

/** @throws {Refusal} where it is no number from 1 up. */
function countOf({ query }: Asked, byDefault: number): number {
  const text = query.get("count");
  if (text === null) return byDefault;
  const count = Number(text);
  if (/^\d{1,4}$/.test(text) && count >= 1 && count <= MOST) return count;
  throw new Refusal(400, `count is ${text}: give a number from 1 to ${MOST}`);
}
