/** The reply model and RESP2/RESP3: encoder, decoder of requests, parser of replies. Depends on nothing else here. */
@NullMarked
package io.redislab.resp;

import org.jspecify.annotations.NullMarked;
