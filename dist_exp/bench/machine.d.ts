export declare function describeMachine(): {
    cpu: string;
    cores: number;
    memoryGiB: number;
    os: string;
};
/** Versions of Skein, its commit where there is a repository, Node, and the packages behind the devices. */
export declare function versions(): Record<string, string>;
