package io.redislab.lab;

import io.redislab.engine.command.CommandFlag;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.command.CommandTable;
import java.util.Set;

/** What is not done in a world that may only be looked at: the past. */
public final class ReadOnly {
    /** Commands that change something besides the data, or may run one that writes. */
    private static final Set<String> CHANGING = Set.of(
            "acl|deluser",
            "acl|load",
            "acl|save",
            "acl|setuser",
            "bgrewriteaof",
            "bgsave",
            "config|rewrite",
            "config|set",
            "debug",
            "eval",
            "evalsha",
            "fcall",
            "replicaof",
            "save",
            "script|flush",
            "script|load",
            "shutdown",
            "slaveof");

    private ReadOnly() {}

    /** Whether a command is of those that change a world. */
    public static boolean forbids(byte[][] argv) {
        CommandSpec spec = CommandTable.standard().resolve(argv);
        return spec != null && (spec.has(CommandFlag.WRITE) || CHANGING.contains(spec.name()));
    }
}
