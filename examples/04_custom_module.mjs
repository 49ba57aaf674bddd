// A module of one's own, a loss of one's own, and the training step by hand.
//
//   node examples/04_custom_module.mjs [steps]
import { Adam, BatchNorm, Linear, Module, openDevice, ops, Random, withTape } from "skein";

/** Points in the plane to one number, through a residual block. */
class Net extends Module {
  input = new Linear(2, 32);
  norm = new BatchNorm(32, { relu: true });
  hidden = new Linear(32, 32);
  output = new Linear(32, 1);

  forward(tape, x) {
    const h = this.norm.forward(tape, this.input.forward(tape, x));
    const residual = ops.tanh(tape, this.hidden.forward(tape, h));
    return this.output.forward(tape, ops.add(tape, h, residual));
  }
}

/** Quadratic near zero and linear beyond (Huber 1964), smooth: log(cosh(difference)). */
function logCosh(tape, predicted, target) {
  const d = ops.sub(tape, predicted, target);
  // log cosh d = d + softplus(-2 d) - log 2
  const tail = ops.softplus(tape, ops.scale(tape, d, -2));
  return ops.mean(tape, ops.shift(tape, ops.add(tape, d, tail), -Math.log(2)));
}

const device = await openDevice("native");
const net = new Net().to(device, { seed: 0 });
const optimizer = new Adam(net, { learningRate: 5e-3 });
const random = new Random(1);
const steps = Number(process.argv[2] ?? 500);

for (let step = 0; step < steps; step++) {
  const points = Float32Array.from({ length: 128 }, () => 4 * random.uniform() - 2);
  const wanted = Float32Array.from({ length: 64 }, (_, i) => Math.sin(points[2 * i]) * points[2 * i + 1]);
  const train = async (tape) => {
    const [x, y] = [tape.constant(points, [64, 2]), tape.constant(wanted, [64, 1])];
    const loss = logCosh(tape, net.forward(tape, x), y);
    tape.backward(loss);
    optimizer.step();
    if (step % 100 === 99) console.log(`step ${step + 1}: loss ${(await loss.data())[0].toFixed(4)}`);
  };
  await withTape(device, train, { training: { seed: 0, step } });
}
optimizer.release();
net.release();
device.close();
