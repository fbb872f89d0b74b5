package io.redislab.engine.clients;

import java.util.List;

/**
 * What CLIENT TRACKING ON asks for.
 *
 * @param redirect the session that is to get the invalidations, or 0 for the one that asks
 * @param prefixes of the keys to be told of; none for all
 */
public record TrackingOptions(
        boolean broadcast, boolean optIn, boolean optOut, boolean noLoop, long redirect, List<byte[]> prefixes) {}
