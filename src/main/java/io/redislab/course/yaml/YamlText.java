package io.redislab.course.yaml;

import io.redislab.grading.Where;
import java.io.StringReader;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Text to nodes. No Java object is ever made from a tag; aliases are refused, since a few of them can stand for gigabytes. */
public final class YamlText {
    /** In characters. A chapter's largest file has some ten thousand. */
    public static final int MAX_SIZE = 512 * 1024;

    private static final int MAX_DEPTH = 40;
    private static final Set<Tag> KNOWN_TAGS =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.SEQ, Tag.MAP, Tag.MERGE);

    private YamlText() {}

    /**
     * The one document of the text, or empty when it can't be read at all. Faults that do not keep the rest from being read
     * are reported, too, so look whether there are any.
     */
    public static Optional<Node> read(String text, Source source) {
        if (text.length() > MAX_SIZE) {
            source.faults()
                    .error(
                            new Where(source.file(), source.firstLine(), 1),
                            "too-large",
                            "the file has " + text.length() + " characters; at most " + MAX_SIZE + " are read",
                            "split it up");
            return Optional.empty();
        }
        try {
            Node node;
            try {
                node = compose(text, source);
            } catch (GuardedParser.Bomb bomb) {
                refuseDepth(text, source);
                return Optional.empty();
            }
            if (node == null) {
                source.faults()
                        .error(
                                new Where(source.file(), source.firstLine(), 1),
                                "empty",
                                "there is nothing in it",
                                "the handbook, docs/authoring.md, shows what belongs here");
                return Optional.empty();
            }
            refuseTags(node, source);
            return Optional.of(node);
        } catch (MarkedYAMLException e) {
            report(e, source);
        } catch (ReaderException e) {
            int line = (int) text.codePoints()
                    .limit(e.getPosition())
                    .filter(c -> c == '\n')
                    .count();
            source.faults()
                    .error(
                            new Where(source.file(), source.firstLine() + line, 1),
                            "character",
                            String.format("the character U+%04X is not allowed in YAML", e.getCodePoint()),
                            "write it as an escape between double quotes");
        } catch (YAMLException e) {
            source.faults()
                    .error(
                            new Where(source.file(), source.firstLine(), 1),
                            "yaml",
                            firstLine(e.getMessage()),
                            advice(""));
        }
        return Optional.empty();
    }

    private static @Nullable Node compose(String text, Source source) {
        LoaderOptions options = options();
        Parser parser = new ParserImpl(new StreamReader(new StringReader(text)), options);
        GuardedParser guarded = new GuardedParser(parser, MAX_DEPTH);
        Node node = new Composer(guarded, new Resolver(), options).getSingleNode();
        guarded.aliases().forEach(alias -> source.faults()
                .error(
                        source.where(alias.getStartMark()),
                        "alias",
                        "aliases (*" + alias.getAnchor() + ") are not read in course files",
                        "write the value out; a text that starts with * stands in quotes"));
        return node;
    }

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_SIZE * 2);
        options.setNestingDepthLimit(2 * MAX_DEPTH);
        options.setMaxAliasesForCollections(0);
        options.setAllowRecursiveKeys(false);
        return options;
    }

    private static Yaml yaml() {
        LoaderOptions options = options();
        DumperOptions dumping = new DumperOptions();
        return new Yaml(new SafeConstructor(options), new Representer(dumping), dumping, options);
    }

    /** Says where nesting gets too deep. */
    private static void refuseDepth(String text, Source source) {
        int depth = 0;
        for (Event event : yaml().parse(new StringReader(text))) {
            if (event instanceof CollectionEndEvent) {
                depth--;
            } else if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
                source.faults()
                        .error(
                                source.where(event.getStartMark()),
                                "depth",
                                "this is nested more than " + MAX_DEPTH + " deep",
                                "nothing in a course needs that: look for brackets that are not closed");
                return;
            }
        }
    }

    private static void refuseTags(Node node, Source source) {
        String tag = node.getTag().getValue();
        if (!KNOWN_TAGS.contains(node.getTag())) {
            source.error(
                    node,
                    "tag",
                    "YAML takes " + tag + " for a tag, since the value starts with !",
                    "put the text in quotes, or below a | with two more spaces");
        }
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                refuseTags(tuple.getKeyNode(), source);
                refuseTags(tuple.getValueNode(), source);
            }
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(item -> refuseTags(item, source));
        }
    }

    private static void report(MarkedYAMLException e, Source source) {
        Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
        Where where = mark == null ? new Where(source.file(), source.firstLine(), 1) : source.where(mark);
        String context = e.getContext() == null ? "" : e.getContext() + ": ";
        String problem = e.getProblem() == null ? firstLine(e.getMessage()) : e.getProblem();
        source.faults().error(where, "yaml", "this is not YAML: " + context + problem, advice(problem));
    }

    private static String advice(String problem) {
        if (problem.contains("cannot start any token") || problem.contains("found character")) {
            return "a text that starts with one of @ ` % & * ! | > or a tab stands in quotes, or below a |";
        }
        if (problem.contains("mapping values are not allowed")) {
            return "a text with a colon and a space in it stands in quotes, or below a |";
        }
        return "look at the indentation and at quotes just before this place";
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
