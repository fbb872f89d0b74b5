package io.redislab.lab.program;

import io.redislab.lab.door.EngineVisit;
import io.redislab.lab.door.Visitor;
import io.redislab.resp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A program redis-cli, or another of the stand-ins: it says first to which call it belongs, and is then its client. */
final class ProgramVisit implements CallVisit {
    private static final String CALL = "REDISLAB.CALL";

    private final BashProgram program;
    private final Visitor visitor;
    private @Nullable BashCall call;
    private @Nullable EngineVisit client;

    ProgramVisit(BashProgram program, Visitor visitor) {
        this.program = program;
        this.visitor = visitor;
    }

    @Override
    public Optional<BashCall> enter(byte[][] argv) {
        return Optional.ofNullable(call);
    }

    @Override
    public byte[][] command(byte[][] argv) {
        return argv;
    }

    @Override
    public void run(byte[][] argv) {
        BashCall mine = call;
        EngineVisit to = client;
        if (mine == null || to == null) {
            introduce(argv);
            return;
        }
        String answer = StandIn.answer(mine, argv).orElse(null);
        if (answer == null) {
            mine.note(argv, to.answer(argv));
        } else {
            answer(answer);
        }
    }

    private void introduce(byte[][] argv) {
        BashCall told = argv.length == 2 && StandIn.word(argv[0]).equals(CALL)
                ? program.call(StandIn.word(argv[1])).orElse(null)
                : null;
        if (told == null) {
            visitor.close();
            return;
        }
        call = told;
        client = new EngineVisit(told.world().connect(visitor.socket().toString()), visitor);
        told.joined(visitor, this);
        answer("OK");
    }

    private void answer(String text) {
        visitor.send(List.of(new Reply.Bulk(text.getBytes(StandardCharsets.UTF_8))));
    }

    @Override
    public boolean isBusy() {
        return client != null && client.isBusy();
    }

    @Override
    public int protocol() {
        return client == null ? 2 : client.protocol();
    }

    @Override
    public boolean isNoticed() {
        return true;
    }

    @Override
    public void callEnded() {
        visitor.close();
    }

    @Override
    public void end() {
        if (call != null) {
            call.left(visitor);
        }
        if (client != null) {
            client.end();
        }
    }
}
