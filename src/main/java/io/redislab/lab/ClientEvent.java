package io.redislab.lab;

import io.redislab.resp.CommandText.Command;
import io.redislab.resp.Reply;
import java.util.List;
import java.util.Optional;

/** Something that happened to a client of a world, and that no command of it asked for just now. */
public sealed interface ClientEvent {
    /** The client's name. */
    String client();

    /** A message to a subscriber, or a line to MONITOR. */
    record Message(String client, Reply reply) implements ClientEvent {}

    /** A command that waited has its replies. */
    record Served(String client, Command command, List<Reply> replies) implements ClientEvent {
        public Served {
            replies = List.copyOf(replies);
        }
    }

    /**
     * The world can't be saved, or can be again.
     *
     * @param trouble why it can't; empty when it can
     */
    record Saving(String client, Optional<String> trouble) implements ClientEvent {}

    /** The engine has ended the client's connection. */
    record Closed(String client) implements ClientEvent {}
}
