package io.redislab.engine.clients;

import java.util.Arrays;
import java.util.NavigableSet;
import java.util.TreeSet;

/** What CLIENT TRACKING chose for one session. */
public final class Tracking {
    boolean broadcast;
    boolean optIn;
    boolean optOut;
    boolean noLoop;
    long redirect;
    boolean redirectBroken;
    boolean caching;
    /** In the order of bytes; empty unless broadcast. */
    final NavigableSet<byte[]> prefixes = new TreeSet<>(Arrays::compareUnsigned);

    /** Whether the session is told of all keys with some prefixes, not of those that it has read. */
    public boolean isBroadcast() {
        return broadcast;
    }

    /** Only what is read behind CLIENT CACHING YES is tracked. */
    public boolean isOptIn() {
        return optIn;
    }

    /** What is read behind CLIENT CACHING NO is not tracked. */
    public boolean isOptOut() {
        return optOut;
    }

    /** The session is not told of what it has changed itself. */
    public boolean isNoLoop() {
        return noLoop;
    }

    /** The session that gets the invalidations, or 0 for this one. */
    public long redirect() {
        return redirect;
    }

    /** The session that should get the invalidations was gone when one came. */
    public boolean isRedirectBroken() {
        return redirectBroken;
    }

    /** CLIENT CACHING was called, and the command or transaction that it is for is still to come. */
    public boolean isCaching() {
        return caching;
    }

    /** In the order of bytes. */
    public NavigableSet<byte[]> prefixes() {
        return prefixes;
    }

    boolean remembers() {
        return !broadcast && (!optIn || caching) && !(optOut && caching);
    }
}
