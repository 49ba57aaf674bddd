// A training that is interrupted and goes on ends with the same bits as one in one go.
//
//   node examples/08_exact_resume.mjs [images]
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ImageClassifier, loadMnist, take } from "skein";

const digits = take((await loadMnist()).train, Number(process.argv[2] ?? 2000));
const folder = await mkdtemp(join(tmpdir(), "skein-resume-"));
const checkpoint = join(folder, "checkpoint.safetensors");
const options = { network: "rowLstm", networkOptions: { hidden: 64 }, epochs: 3, augmentation: {}, seed: 5 };

async function train(fitOptions) {
  const classifier = new ImageClassifier(options, "native");
  const { finished } = await classifier.fit(digits, digits.labels, fitOptions);
  const state = await classifier.network.stateDict();
  await classifier.close();
  return { finished, state };
}

const whole = await train({});

const stop = new AbortController();
const onProgress = ({ step, steps }) => step > steps / 2 && stop.abort();
const interrupted = await train({ checkpoint, signal: stop.signal, onProgress });
console.log(`interrupted: ${!interrupted.finished}`);
const resumed = await train({ checkpoint, resume: checkpoint });

const same = [...whole.state].every(([name, { data }]) =>
  data.every((value, i) => Object.is(value, resumed.state.get(name).data[i])),
);
console.log(`the same bits: ${same}`);
await rm(folder, { recursive: true });
