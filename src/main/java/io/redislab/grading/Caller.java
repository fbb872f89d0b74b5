package io.redislab.grading;

import io.redislab.client.Connection;
import io.redislab.resp.Printable;
import io.redislab.resp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Calls what the learner wrote, under the names that the task gives. */
interface Caller {
    /** Functions that the answer has loaded into the server. */
    Caller FUNCTIONS = (world, client, call, scope) ->
            ServerCall.send(connection(world, client), List.of("FCALL", call.name()), call, scope);

    /** The one script that the answer consists of stands for every name. */
    static Caller script(String source) {
        return (world, client, call, scope) ->
                ServerCall.send(connection(world, client), List.of("EVAL", source), call, scope);
    }

    /** Calls it. @param client who calls; the examiner if absent */
    Reply call(World world, Optional<String> client, Check.Call call, Scope scope);

    private static Connection connection(World world, Optional<String> client) {
        return client.map(world::client).orElseGet(world::examiner);
    }

    /** Whether this reply says that there is nothing of that name. */
    default boolean missing(Reply reply) {
        return reply instanceof Reply.Failure f && f.text().equals("ERR Function not found");
    }

    /** The program, when what it calls goes on command by command. */
    default Optional<Programs.Program> program() {
        return Optional.empty();
    }

    /** Begins a call that goes on command by command; empty when it does not. */
    default Optional<Programs.Call> begin(World world, Check.Call call, Scope scope) {
        return Optional.empty();
    }

    /** In how many portions a call changed the data at most. */
    default int steps() {
        return 0;
    }

    /** As the task writes it: {@code acquire_lock order:1 alice 30}. */
    static String show(Check.Call call, Scope scope) {
        return Printable.line(Stream.of(List.of(call.name()), call.keys(), call.args())
                .flatMap(List::stream)
                .map(word -> ReplyText.value(scope.expand(word, call.where())))
                .collect(Collectors.joining(" ")));
    }

    /** FCALL and EVAL, which count the keys. */
    final class ServerCall {
        private ServerCall() {}

        private static Reply send(Connection connection, List<String> head, Check.Call call, Scope scope) {
            List<byte[]> argv = new ArrayList<>();
            head.forEach(word -> argv.add(bytes(word)));
            argv.add(bytes(Integer.toString(call.keys().size())));
            Stream.concat(call.keys().stream(), call.args().stream())
                    .forEach(word -> argv.add(bytes(scope.expand(word, call.where()))));
            return connection.call(argv);
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Counts what the calls take. Used by one thread. */
    final class Metered implements Caller {
        private final Caller caller;
        private long commands;
        private long work;

        Metered(Caller caller) {
            this.caller = caller;
        }

        @Override
        public Reply call(World world, Optional<String> client, Check.Call call, Scope scope) {
            World.Control control = world.control().orElse(null);
            if (control == null || client.isPresent()) {
                // In a race it is the number of orders that would be counted.
                return caller.call(world, client, call, scope);
            }
            long commandsBefore = control.commands();
            long workBefore = control.work();
            Reply reply = caller.call(world, client, call, scope);
            commands += control.commands() - commandsBefore;
            work += control.work() - workBefore;
            return reply;
        }

        @Override
        public boolean missing(Reply reply) {
            return caller.missing(reply);
        }

        @Override
        public Optional<Programs.Program> program() {
            return caller.program();
        }

        @Override
        public Optional<Programs.Call> begin(World world, Check.Call call, Scope scope) {
            return caller.begin(world, call, scope);
        }

        @Override
        public int steps() {
            return caller.steps();
        }

        long commands() {
            return commands;
        }

        long work() {
            return work;
        }
    }
}
