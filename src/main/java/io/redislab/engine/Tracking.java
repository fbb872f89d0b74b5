package io.redislab.engine;

import io.redislab.engine.value.ByteKey;
import java.util.LinkedHashSet;
import java.util.Set;

/** What CLIENT TRACKING chose for one session. */
public final class Tracking {
    public boolean broadcast;
    public boolean optIn;
    public boolean optOut;
    public boolean noLoop;
    /** The session that gets the invalidations, or 0 for this one. */
    public long redirect;
    public boolean redirectBroken;
    /** CLIENT CACHING's choice, for the next command only. */
    public boolean caching;
    /** Empty unless broadcast. */
    public final Set<ByteKey> prefixes = new LinkedHashSet<>();
}
