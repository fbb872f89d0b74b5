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

/**
 * Calls what the learner wrote: a function in the server, or the one script that the answer consists of.
 *
 * @param script the source that stands for every name, if the answer is a script
 */
record Caller(Optional<String> script) {
    static final Caller FUNCTIONS = new Caller(Optional.empty());

    Reply call(Connection connection, Check.Call call, Scope scope) {
        List<byte[]> argv = new ArrayList<>();
        argv.add(bytes(script.isPresent() ? "EVAL" : "FCALL"));
        argv.add(bytes(script.orElse(call.name())));
        argv.add(bytes(Integer.toString(call.keys().size())));
        Stream.concat(call.keys().stream(), call.args().stream())
                .forEach(word -> argv.add(bytes(scope.expand(word, call.where()))));
        return connection.call(argv);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    boolean missing(Reply reply) {
        return script.isEmpty() && reply instanceof Reply.Failure f && f.text().equals("ERR Function not found");
    }

    /** As the task writes it: {@code acquire_lock order:1 alice 30}. */
    String show(Check.Call call, Scope scope) {
        return Printable.line(Stream.of(List.of(call.name()), call.keys(), call.args())
                .flatMap(List::stream)
                .map(word -> ReplyText.value(scope.expand(word, call.where())))
                .collect(Collectors.joining(" ")));
    }
}
