package io.redislab.engine.acl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Passwords are kept as SHA-256 only, in lower-case hexadecimal. */
final class Passwords {
    private static final int HASH_DIGITS = 64;

    private Passwords() {}

    static String hash(byte[] password) {
        byte[] digest;
        try {
            digest = MessageDigest.getInstance("SHA-256").digest(password);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        StringBuilder hex = new StringBuilder(HASH_DIGITS);
        for (byte b : digest) {
            hex.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
        }
        return hex.toString();
    }

    static boolean isHash(String text) {
        return text.length() == HASH_DIGITS
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    /** Whether the password is one of the user's. Each comparison takes the same time wherever the two differ. */
    static boolean matches(User user, byte[] password) {
        byte[] hash = hash(password).getBytes(StandardCharsets.ISO_8859_1);
        boolean found = false;
        for (String known : user.passwords()) {
            found |= MessageDigest.isEqual(hash, known.getBytes(StandardCharsets.ISO_8859_1));
        }
        return found;
    }
}
