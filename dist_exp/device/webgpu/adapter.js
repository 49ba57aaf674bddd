/** What an adapter says of itself. */
/** For people: what the adapter calls itself. */
export function adapterName({ info }) {
    return info.device && !/^(0x)?[0-9a-f]+$/i.test(info.device)
        ? info.device
        : info.description || `${info.vendor} ${info.architecture}`.trim();
}
/** Whether a CPU stands behind the adapter. */
export function isSoftware({ info }) {
    return info.isFallbackAdapter || info.architecture === "software";
}
//# sourceMappingURL=adapter.js.map