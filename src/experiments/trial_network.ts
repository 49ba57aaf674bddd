/** A smaller recurrent network than the default, for experiments that train dozens of them. */
export const TRIAL_NETWORK = {
  stem: [
    { channels: 16, kernel: 5, stride: 2 },
    { channels: 32, kernel: 3, stride: 2 },
  ],
  hidden: 64,
};
