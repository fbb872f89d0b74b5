package io.redislab.engine.script;

import org.jspecify.annotations.Nullable;

/** What a script or a function declares about itself, in the order in which FUNCTION LIST names it. */
public enum ScriptFlag {
    NO_WRITES("no-writes"),
    ALLOW_OOM("allow-oom"),
    ALLOW_STALE("allow-stale"),
    NO_CLUSTER("no-cluster"),
    ALLOW_CROSS_SLOT_KEYS("allow-cross-slot-keys");

    private final String wireName;

    ScriptFlag(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    static @Nullable ScriptFlag named(String name) {
        for (ScriptFlag flag : values()) {
            if (flag.wireName.equals(name)) {
                return flag;
            }
        }
        return null;
    }
}
