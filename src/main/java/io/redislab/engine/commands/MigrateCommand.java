package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.WRITE;
import static io.redislab.engine.command.Declaration.command;
import static io.redislab.engine.command.KeySpec.keyAfter;
import static io.redislab.engine.command.KeySpec.keyAt;

import io.redislab.engine.Context;
import io.redislab.engine.RedisError;
import io.redislab.engine.command.AclCategory;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.Declaration;
import io.redislab.engine.command.KeyFinders;
import io.redislab.engine.keyspace.EventType;
import io.redislab.engine.peer.Migration;
import io.redislab.resp.Numbers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** MIGRATE: keys move to another server. */
public final class MigrateCommand {
    public static final String NAMES = "migrate";

    private static final byte[] DEL = {'D', 'E', 'L'};
    private static final int DEFAULT_TIMEOUT = 1000;

    private MigrateCommand() {}

    public static List<Declaration> commands() {
        return List.of(command("MIGRATE")
                .syntax("host port:int <key_or_empty_string: key | empty_string=''> destination-db:int timeout:int "
                        + "[COPY]@3.0.0 [REPLACE]@3.0.0 [authentication: [AUTH password]@4.0.7 "
                        + "| [AUTH2 <username_password: username password>]@6.0.0] [KEYS key...]@3.0.6")
                .group(CommandGroup.GENERIC)
                .since("2.6.0")
                .complexity("This command actually executes a DUMP+DEL in the source instance, and a RESTORE in the "
                        + "target instance. See the pages of these commands for time complexity. Also an O(N) data "
                        + "transfer between the two instances is performed.")
                .summary("Moves keys to another server.")
                .flags(WRITE)
                .categories(AclCategory.KEYSPACE, AclCategory.DANGEROUS)
                .keys(
                        keyAt(3).readWrite().access().delete(),
                        keyAfter("KEYS", -2)
                                .to(-1)
                                .readWrite()
                                .access()
                                .delete()
                                .incomplete())
                .keyFinder(KeyFinders::migrate)
                .history("3.0.0", "Added the `COPY` and `REPLACE` options.")
                .history("3.0.6", "Added the `KEYS` option.")
                .history("4.0.7", "Added the `AUTH` option.")
                .history("6.0.0", "Added the `AUTH2` option.")
                .tips("nondeterministic_output")
                .handler(MigrateCommand::migrate));
    }

    private static void migrate(Context context) {
        boolean copy = false;
        boolean replace = false;
        List<byte[]> credentials = List.of();
        List<byte[]> keys = List.of(context.arg(3));
        Arguments args = context.args();
        args.seek(6);
        while (args.hasNext()) {
            if (args.option("COPY")) {
                copy = true;
            } else if (args.option("REPLACE")) {
                replace = true;
            } else if (args.option("AUTH")) {
                credentials = secrets(context, args, 1);
            } else if (args.option("AUTH2")) {
                credentials = secrets(context, args, 2);
            } else if (args.option("KEYS")) {
                if (context.arg(3).length > 0) {
                    throw new RedisError(
                            "ERR When using MIGRATE KEYS option, the key argument must be set to the empty string");
                }
                keys = Arrays.asList(context.argv()).subList(args.position(), context.argc());
                args.seek(context.argc());
            } else {
                throw RedisError.SYNTAX;
            }
        }
        long timeout = Arguments.parseLong(context.arg(5), RedisError.NOT_AN_INTEGER);
        long database = Arguments.parseLong(context.arg(4), RedisError.NOT_AN_INTEGER);
        List<byte[]> present = new ArrayList<>();
        keys.stream().filter(key -> context.read(key) != null).forEach(present::add);
        if (present.isEmpty()) {
            context.reply().status("NOKEY");
            return;
        }
        Migration.Order order = new Migration.Order(
                new String(context.arg(1), StandardCharsets.UTF_8),
                portOf(context.arg(2)),
                database,
                timeout <= 0 ? DEFAULT_TIMEOUT : (int) Math.min(timeout, Integer.MAX_VALUE),
                credentials,
                replace);
        send(context, order, present, copy);
        context.reply().ok();
    }

    private static List<byte[]> secrets(Context context, Arguments args, int count) {
        List<byte[]> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (!args.hasNext()) {
                throw RedisError.SYNTAX;
            }
            context.redact(args.position());
            words.add(args.next());
        }
        return words;
    }

    private static int portOf(byte[] word) {
        return Numbers.isLong(word) ? (int) Numbers.parseLong(word) & 0xFFFF : 0;
    }

    /** What has arrived goes here, whatever becomes of the rest; the AOF gets it as DEL. */
    private static void send(Context context, Migration.Order order, List<byte[]> keys, boolean copy) {
        List<byte[]> gone = new ArrayList<>(List.of(DEL));
        try {
            context.engine().migration().send(order, context.database(), keys, key -> {
                if (!copy) {
                    context.database().remove(key);
                    context.modified(key, EventType.GENERIC, "del");
                    gone.add(key);
                }
            });
        } finally {
            if (gone.size() > 1) {
                context.propagateAs(gone.toArray(byte[][]::new));
            }
        }
    }
}
