package io.redislab.differential;

/** How much of a reply must agree. */
enum Scope {
    /** Everything. */
    EXACT,
    /** Elements of arrays in any order: what comes out of hash tables. */
    UNORDERED,
    /** Everything, but the words of texts in any order: an ACL's commands come out of a hash table. */
    WORDS,
    /** As UNORDERED, for a flat array of pairs. */
    PAIRS,
    /** The cursor and a flat array, whose elements, or pairs, come in any order: the SCAN family. */
    SCAN,
    /** As SCAN, for pairs. */
    SCAN_PAIRS,
    /** Types, and how many elements there are: random choices. */
    SHAPE,
    /** Nothing: what describes the server itself. */
    IGNORED,
    /** Numbers may be apart by what time passes between the two servers. */
    NEAR
}
