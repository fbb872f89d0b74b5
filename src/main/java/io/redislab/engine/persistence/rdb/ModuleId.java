package io.redislab.engine.persistence.rdb;

/** The number that names a module's type: nine characters of six bits each, then ten bits of a version. */
final class ModuleId {
    private static final String CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private ModuleId() {}

    static String name(long id) {
        StringBuilder name = new StringBuilder(9);
        for (int shift = 58; shift >= 10; shift -= 6) {
            name.append(CHARACTERS.charAt((int) (id >>> shift) & 63));
        }
        return name.toString();
    }
}
