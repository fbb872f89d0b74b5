package io.redislab.engine.acl;

import java.util.List;

/**
 * A user as ACL GETUSER shows it. All texts have one character a byte.
 *
 * @param passwords their SHA-256 in hexadecimal
 * @param selectors those beside the root
 */
public record UserView(List<String> flags, List<String> passwords, Permissions root, List<Permissions> selectors) {
    /** One selector, as rules: {@code -@all +get}, {@code ~a* %R~b}, {@code &news}. */
    public record Permissions(String commands, String keys, String channels) {}
}
