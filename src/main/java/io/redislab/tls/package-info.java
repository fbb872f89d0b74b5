/** TLS of the JDK, set up from files in PEM form, for the server and for clients. Knows nothing of Redis. */
@NullMarked
package io.redislab.tls;

import org.jspecify.annotations.NullMarked;
