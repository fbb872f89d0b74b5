package io.redislab.lab.program;

import io.redislab.client.EmbeddedConnection;
import io.redislab.lab.door.Visitor;
import io.redislab.resp.ArgumentSplitter;
import io.redislab.resp.Reply;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A line over which functions of a shell (lines.sh) ask what a redis-cli of their own would print. Each request has the
 * number of its call before it. A command is a redis-cli by itself; a redis-cli that reads its commands is a session, the
 * lines of which come as {@code REDISLAB.LINE text}, up to {@code REDISLAB.END}.
 */
final class LineVisit implements CallVisit {
    private static final String LINE = "REDISLAB.LINE";
    private static final String END = "REDISLAB.END";
    private static final byte[][] NO_COMMAND = {};

    private final BashProgram program;
    private final Visitor visitor;

    private @Nullable BashCall call;
    /** What has come and is not answered yet; empty when it needs no command. */
    private byte[][] command = NO_COMMAND;
    /** The answer to what needs no command. */
    private LineAnswer atOnce = LineAnswer.ASK_THE_PROGRAM;

    private boolean asked;
    private boolean inSession;
    /** Of the command that runs or waits, or of the session. */
    private @Nullable EmbeddedConnection client;

    LineVisit(BashProgram program, Visitor visitor) {
        this.program = program;
        this.visitor = visitor;
    }

    // ---- what comes ----

    @Override
    public Optional<BashCall> enter(byte[][] argv) {
        asked = true;
        command = NO_COMMAND;
        atOnce = LineAnswer.ASK_THE_PROGRAM;
        BashCall of =
                argv.length < 2 ? null : program.call(StandIn.word(argv[0])).orElse(null);
        call = of;
        if (of == null) {
            return Optional.empty();
        }
        of.joined(visitor, this);
        read(Arrays.copyOfRange(argv, 1, argv.length));
        return command.length == 0 ? Optional.empty() : Optional.of(of);
    }

    private void read(byte[][] request) {
        String name = StandIn.word(request[0]);
        if (name.equals(LINE) && request.length == 2) {
            inSession = true;
            readLine(request[1]);
        } else if (name.equals(END)) {
            atOnce = LineAnswer.END;
        } else if (!LineAnswer.isForTheProgram(request[0])) {
            command = request;
        }
    }

    private void readLine(byte[] line) {
        List<byte[]> words = ArgumentSplitter.split(line).orElse(null);
        if (words == null) {
            atOnce = LineAnswer.print("Invalid argument(s)\n");
        } else if (words.isEmpty()) {
            atOnce = LineAnswer.print("");
        } else if (List.of("quit", "exit").contains(LineAnswer.lower(words.get(0)))) {
            atOnce = LineAnswer.END;
        } else if (!LineAnswer.isForTheProgram(words)) {
            command = words.toArray(NO_COMMAND);
        }
    }

    @Override
    public byte[][] command(byte[][] argv) {
        return command;
    }

    // ---- what is done ----

    @Override
    public void run(byte[][] argv) {
        BashCall mine = call;
        if (mine == null || mine.isClosed() || command.length == 0) {
            answer(mine == null || !mine.isClosed() ? atOnce : LineAnswer.ASK_THE_PROGRAM);
            return;
        }
        byte[][] now = command;
        Optional<String> standIn = StandIn.answer(mine, now);
        if (standIn.isPresent()) {
            answer(LineAnswer.print(standIn.get() + "\n"));
            return;
        }
        EmbeddedConnection connection = client;
        if (connection == null) {
            connection = mine.world().connect(visitor.socket().toString());
            client = connection;
        }
        List<Reply> replies = connection.send(List.of(now));
        if (replies.isEmpty() && isBusy()) {
            connection.listen(this::ready);
        } else {
            answer(replies);
        }
        mine.note(now, replies);
    }

    /** It waits no more. */
    private void ready() {
        EmbeddedConnection waited = client;
        if (asked && waited != null) {
            List<Reply> replies = waited.takeReplies();
            if (!replies.isEmpty() || waited.isClosed()) {
                answer(replies);
            }
        }
    }

    private void answer(List<Reply> replies) {
        answer(replies.isEmpty() ? LineAnswer.ASK_THE_PROGRAM : LineAnswer.print(command, replies.get(0)));
    }

    private void answer(LineAnswer answer) {
        asked = false;
        inSession &= answer.mark() == LineAnswer.Mark.PRINT;
        if (!inSession) {
            leave();
        }
        visitor.send(List.of(answer.toReply()));
    }

    private void leave() {
        inSession = false;
        BashCall last = call;
        call = null;
        if (last != null) {
            last.left(visitor);
        }
        EmbeddedConnection own = client;
        client = null;
        if (own != null) {
            own.close();
        }
    }

    @Override
    public boolean isBusy() {
        return client != null && !client.isClosed() && client.session().isBlocked();
    }

    @Override
    public int protocol() {
        return 2;
    }

    @Override
    public boolean isNoticed() {
        String name = LineAnswer.lower(command[0]);
        boolean queued = client != null && client.session().transaction() != null;
        return queued ? name.equals("exec") || name.equals("discard") : !name.equals("multi");
    }

    @Override
    public void callEnded() {
        if (!asked) {
            leave();
        } else if (isBusy()) {
            answer(LineAnswer.ASK_THE_PROGRAM);
        } else {
            // It is held.
            visitor.release();
        }
    }

    @Override
    public void end() {
        leave();
    }
}
