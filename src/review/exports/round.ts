/** Probabilities in files carry four digits: float32 sums differ beyond that between devices. */
export const round = (probability: number): number => Math.round(probability * 1e4) / 1e4;
