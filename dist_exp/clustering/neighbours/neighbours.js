export {};
//# sourceMappingURL=neighbours.js.map