/** The reply model and RESP2/RESP3: encoder, decoder of requests, parser of replies. Depends on nothing else here. */
package io.redislab.resp;
