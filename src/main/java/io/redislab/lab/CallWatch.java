package io.redislab.lab;

import io.redislab.engine.Engine;
import io.redislab.engine.command.CommandFlag;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.CommandSpec;
import io.redislab.engine.command.KeyPositions;
import io.redislab.engine.keyspace.Database;
import io.redislab.engine.keyspace.KeyEntry;
import io.redislab.lab.inside.Encodings;
import io.redislab.resp.Reply;
import io.redislab.resp.RespWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sees one call from outside: what it cost, and whether a key is stored in another way since. */
public final class CallWatch {
    /** A call with more keys is watched for its first ones only. */
    private static final int MAX_KEYS = 8;

    private static final Set<String> FILE_WRITERS =
            Set.of("save", "bgsave", "bgrewriteaof", "config|rewrite", "acl|save");

    private final Engine engine;
    private final byte[][] argv;
    private final @Nullable CommandSpec spec;
    private final long workBefore;
    private final List<Before> before = new ArrayList<>();

    private record Before(Database database, byte[] key, String type, String encoding) {}

    /**
     * What a call cost, the same on every machine.
     *
     * @param complexity as the documentation has it, in its first words; empty when it says nothing
     * @param visited elements that the engine looked at
     * @param bytes of the command and its replies on the wire
     * @param returned elements in the replies
     */
    public record Cost(String complexity, long visited, long bytes, long returned) {}

    /** A key is stored in another way than before. */
    public record Recoded(byte[] key, String from, String to, String reason) {}

    CallWatch(Engine engine, int database, byte[][] argv) {
        this.engine = engine;
        this.argv = argv;
        this.spec = engine.commands().resolve(argv);
        this.workBefore = engine.stats().work;
        CommandSpec known = spec;
        if (known != null && known.has(CommandFlag.WRITE) && known.accepts(argv.length)) {
            KeyPositions keys = known.keys(argv);
            Database in = engine.keyspace().database(database);
            for (int i = 0; i < Math.min(keys.size(), MAX_KEYS); i++) {
                byte[] key = argv[keys.position(i)];
                KeyEntry entry = in.find(key);
                if (entry != null) {
                    before.add(new Before(
                            in, key, entry.value().typeName(), entry.value().encoding()));
                }
            }
        }
    }

    /** Whether what it does is on the disk, where nothing is taken back. */
    boolean writesFiles() {
        return spec != null && FILE_WRITERS.contains(spec.name());
    }

    boolean runsScript() {
        return spec != null
                && (spec.group() == CommandGroup.SCRIPTING || spec.name().equals("exec"));
    }

    Cost cost(List<Reply> replies) {
        RespWriter writer = new RespWriter();
        writer.array(argv.length);
        for (byte[] word : argv) {
            writer.bulk(word);
        }
        replies.forEach(writer::reply);
        long returned = replies.stream().mapToLong(CallWatch::elements).sum();
        return new Cost(complexity(), engine.stats().work - workBefore, writer.size(), returned);
    }

    private String complexity() {
        String text = spec == null || spec.complexity() == null ? "" : String.valueOf(spec.complexity());
        if (!text.startsWith("O(")) {
            return "";
        }
        int depth = 0;
        for (int i = 1; i < text.length(); i++) {
            depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return text.substring(0, i + 1);
            }
        }
        return "";
    }

    private static long elements(Reply reply) {
        if (reply instanceof Reply.Array array) {
            return array.items().stream().mapToLong(CallWatch::elements).sum();
        } else if (reply instanceof Reply.SetReply set) {
            return set.items().size();
        } else if (reply instanceof Reply.MapReply map) {
            return map.items().size();
        }
        return reply instanceof Reply.Nil || reply instanceof Reply.NilArray ? 0 : 1;
    }

    List<Recoded> recoded() {
        List<Recoded> changes = new ArrayList<>();
        for (Before was : before) {
            KeyEntry now = was.database().find(was.key());
            if (now != null
                    && now.value().typeName().equals(was.type())
                    && !now.value().encoding().equals(was.encoding())) {
                changes.add(new Recoded(
                        was.key(),
                        was.encoding(),
                        now.value().encoding(),
                        Encodings.reason(now.value(), engine.config())));
            }
        }
        return changes;
    }
}
