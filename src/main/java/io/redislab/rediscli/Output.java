package io.redislab.rediscli;

/** How replies are written. */
enum Output {
    /** For people: types named, strings quoted, elements numbered. */
    STANDARD,
    /** For pipes: values as they are. */
    RAW,
    CSV,
    JSON,
    /** JSON in ASCII, with bytes escaped as in the standard format. */
    QUOTED_JSON
}
