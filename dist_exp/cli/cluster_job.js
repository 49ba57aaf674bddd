/** What stands for a number of classes that the images decide. */
export const AUTO = "auto";
/** The method that trains the recurrent network, and nothing else. */
export const NETWORK = "network";
//# sourceMappingURL=cluster_job.js.map