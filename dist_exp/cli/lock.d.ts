export declare class Lock {
    #private;
    private constructor();
    /**
     * Creates the file at `path`. One that a process left which no longer runs is replaced.
     * @param place what the lock is for, as the user named it
     * @throws {ArgumentError} when another process holds it; SkeinError when the file system refuses.
     */
    static acquire(path: string, place: string): Promise<Lock>;
    release(): void;
}
