/** Kind of the recurrent layer. */
export declare const cell: import("zod").ZodEnum<{
    rnn: "rnn";
    lstm: "lstm";
    gru: "gru";
}>;
/** State size of each direction. */
export declare const hidden: import("zod").ZodInt;
/** Recurrent layers on top of each other. */
export declare const layers: import("zod").ZodInt;
/** Probability of zeroing a value in training. */
export declare const dropout: import("zod").ZodNumber;
