package io.redislab.course.yaml;

import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.parser.Parser;

/** A parser that stops at an alias, and where nesting gets too deep. */
final class GuardedParser implements Parser {
    private final Parser parser;
    private final int maxDepth;
    private int depth;

    GuardedParser(Parser parser, int maxDepth) {
        this.parser = parser;
        this.maxDepth = maxDepth;
    }

    /** The text has what is refused. */
    static final class Bomb extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Bomb() {
            super("", null, false, false);
        }
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
        peekEvent();
        return parser.checkEvent(choice);
    }

    @Override
    public Event peekEvent() {
        Event event = parser.peekEvent();
        if (event instanceof AliasEvent) {
            throw new Bomb();
        }
        return event;
    }

    @Override
    public Event getEvent() {
        Event event = peekEvent();
        parser.getEvent();
        if (event instanceof CollectionEndEvent) {
            depth--;
        } else if (event instanceof CollectionStartEvent && ++depth > maxDepth) {
            throw new Bomb();
        }
        return event;
    }
}
