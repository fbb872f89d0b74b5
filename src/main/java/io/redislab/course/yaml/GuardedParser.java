package io.redislab.course.yaml;

import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ImplicitTuple;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;

/**
 * A parser that stops where nesting gets too deep. An alias becomes a text, so that nothing is ever multiplied and the rest can
 * be read; the first ones are kept to be reported.
 */
final class GuardedParser implements Parser {
    private static final int MAX_TOLD = 3;

    private final Parser parser;
    private final List<AliasEvent> aliases = new ArrayList<>();
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

    /** The first aliases. */
    List<AliasEvent> aliases() {
        return aliases;
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
        return peekEvent().is(choice);
    }

    @Override
    public Event peekEvent() {
        Event event = parser.peekEvent();
        return event instanceof AliasEvent alias ? asText(alias) : event;
    }

    private static ScalarEvent asText(AliasEvent alias) {
        return new ScalarEvent(
                null,
                null,
                new ImplicitTuple(false, true),
                "*" + alias.getAnchor(),
                alias.getStartMark(),
                alias.getEndMark(),
                DumperOptions.ScalarStyle.SINGLE_QUOTED);
    }

    @Override
    public Event getEvent() {
        Event event = peekEvent();
        if (parser.getEvent() instanceof AliasEvent alias && aliases.size() < MAX_TOLD) {
            aliases.add(alias);
        }
        if (event instanceof CollectionEndEvent) {
            depth--;
        } else if (event instanceof CollectionStartEvent && ++depth > maxDepth) {
            throw new Bomb();
        }
        return event;
    }
}
