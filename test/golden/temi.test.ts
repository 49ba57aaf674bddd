/** TEMI's loss and gradient are PyTorch's. */
import { readFileSync } from "node:fs";
import { it } from "vitest";
import { Tape } from "../../src/autograd/index.js";
import { temiLoss } from "../../src/clustering/temi/loss.js";
import { mean } from "../../src/ops/index.js";
import { onEachDevice } from "../support/devices.js";
import { expectClose, type Golden } from "./golden.js";

type Tensors = Readonly<Record<"student" | "teacher" | "prior" | "losses" | "dstudent", Golden>>;
const golden: Tensors & { beta: number; studentTemperature: number } = JSON.parse(
  readFileSync(new URL("temi.json", import.meta.url), "utf8"),
);

onEachDevice("TEMI's loss", (device) => {
  it("is PyTorch's, and so is its gradient", async () => {
    using tape = new Tape(device);
    const constant = ({ shape, data }: Golden) => tape.constant(Float32Array.from(data), shape);
    const [student, teacher, prior] = [golden.student, golden.teacher, golden.prior].map(constant);
    tape.watch(student!);
    const losses = temiLoss(tape, student!, teacher!, prior!, golden);
    tape.backward(mean(tape, tape.keep(losses)));
    await expectClose("losses", losses, golden.losses);
    await expectClose("dstudent", tape.gradient(student!), golden.dstudent);
  });
});
