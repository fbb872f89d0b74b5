package io.redislab.rediscli;

import io.redislab.tls.TlsClientOptions;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the command line and the environment ask for. Filled by {@link OptionParser}, and only read after that. */
final class Options {
    /** The Lua debugger for {@code --eval}. */
    enum Debugger {
        NONE,
        /** On a copy of the server's data. */
        FORKED,
        /** On the server itself, which waits. */
        SYNCHRONOUS
    }

    /** RESP3 at the start: not, for what is to be written as JSON, or because {@code -3} says so. */
    enum Resp3 {
        NO,
        WISHED,
        REQUIRED
    }

    Map<String, String> environment = Map.of();
    Place place = new Place("127.0.0.1", 6379, null, true);

    @Nullable
    String user;

    @Nullable
    String password;

    boolean askPassword;
    int database;
    boolean resp2;
    Resp3 resp3 = Resp3.NO;
    /** How to encrypt the connection; not at all where nothing is said. */
    @Nullable
    TlsClientOptions tls;

    boolean cluster;

    Output output = Output.RAW;
    String elementEnd = "\n";
    String replyEnd = "\n";
    boolean showPushes;
    boolean failOnError;

    /** How often the command runs; for ever when negative. */
    long repeat = 1;

    /** The pause after each, and what else is paced; 0 where nothing is said. */
    long intervalMicros;

    boolean lastFromInput;

    @Nullable
    String inputTag;

    boolean quotedInput;

    @Nullable
    String script;

    Debugger debugger = Debugger.NONE;
    /** The command, or a script's keys and arguments. */
    List<String> words = List.of();

    final Set<Mode> modes = EnumSet.of(Mode.COMMANDS);
    boolean latencyHistory;
    boolean monochrome;

    @Nullable
    String pattern;

    int memorySamples;
    int pipeTimeoutSeconds = 30;

    @Nullable
    String rdbFile;

    boolean functionsOnly;
    long lruKeys;
    int intrinsicSeconds;

    Mode mode() {
        return modes.iterator().next();
    }

    ReplyFormat format(Output wanted) {
        return switch (wanted) {
            case STANDARD -> new StandardFormat();
            case RAW -> new RawFormat(elementEnd);
            case CSV -> new CsvFormat();
            case JSON -> new JsonFormat(false);
            case QUOTED_JSON -> new JsonFormat(true);
        };
    }
}
