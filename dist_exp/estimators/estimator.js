export {};
//# sourceMappingURL=estimator.js.map