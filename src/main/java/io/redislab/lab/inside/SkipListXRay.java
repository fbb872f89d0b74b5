package io.redislab.lab.inside;

import io.redislab.engine.value.SkipList;
import io.redislab.engine.value.SkipListNode;
import io.redislab.engine.value.SortedSetValue;
import io.redislab.resp.Numbers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Draws a sorted set's skip list: its levels, the spans of their links, and the way to a member. */
final class SkipListXRay {
    private static final int NAME = 10;

    private final Drawing drawing;

    SkipListXRay(Drawing drawing) {
        this.drawing = drawing;
    }

    void draw(SortedSetValue set, SkipList list, byte[] element) {
        drawing.line("skip list of " + Drawing.count(list.levels(), "level", "levels")
                + " for order, a hash table for scores");
        if (element.length > 0 && set.contains(element)) {
            way(set, list, element);
        } else if (element.length > 0) {
            drawing.line(Drawing.shown(element, 20) + " is not in it: the hash table says so at once");
        }
        List<SkipListNode> nodes = shownNodes(list, set, element);
        int cell = nodes.stream().mapToInt(node -> label(node).length()).max().orElse(1) + 4;
        for (int level = list.levels() - 1; level >= 0; level--) {
            drawing.line(row(list, nodes, level, cell));
        }
        if (nodes.size() < list.size()) {
            drawing.line("shown: " + nodes.size() + " of " + Drawing.grouped(list.size())
                    + " members; a number on an arrow is how many members it passes");
        }
    }

    private static String label(SkipListNode node) {
        return Drawing.shown(node.member(), NAME) + "("
                + new String(Numbers.formatDouble(node.score()), java.nio.charset.StandardCharsets.ISO_8859_1) + ")";
    }

    /** As many neighbours as fit: from the first one, or around the member that is looked for. */
    private List<SkipListNode> shownNodes(SkipList list, SortedSetValue set, byte[] element) {
        int rank = element.length > 0 && set.contains(element) ? set.rank(element) : 0;
        int fit = Math.max(2, (drawing.width() - 10) / 18);
        int skip = Math.max(0, Math.min(rank - fit / 2, list.size() - fit));
        List<SkipListNode> nodes = new ArrayList<>();
        SkipListNode node = list.first();
        for (int i = 0; node != null && nodes.size() < fit; i++, node = node.forward(0)) {
            if (i >= skip) {
                nodes.add(node);
            }
        }
        return nodes;
    }

    private static String row(SkipList list, List<SkipListNode> nodes, int level, int cell) {
        StringBuilder out = new StringBuilder("L" + (level + 1) + (level < 9 ? " " : ""));
        SkipListNode last = null;
        for (SkipListNode node : nodes) {
            boolean here = node.height() > level;
            String text = here ? "▶ " + label(node) + " " : "";
            out.append("─".repeat(Math.max(0, cell - text.length()))).append(text);
            last = here ? node : last;
        }
        SkipListNode from = last == null ? list.head() : last;
        SkipListNode next = from.height() > level ? from.forward(level) : null;
        return out.append(next == null ? "─▶ end" : "─" + from.span(level) + "─▶ …")
                .toString();
    }

    /** How ZRANK goes: along a level while the next node is not behind the member, then one level down. */
    private void way(SortedSetValue set, SkipList list, byte[] element) {
        double score = set.score(element);
        SkipListNode at = list.head();
        int passed = 0;
        int links = 0;
        List<String> steps = new ArrayList<>();
        for (int level = list.levels() - 1; level >= 0; level--) {
            SkipListNode next = at.forward(level);
            while (next != null && isUpTo(next, score, element)) {
                passed += at.span(level);
                links++;
                steps.add("L" + (level + 1) + " " + Drawing.shown(next.member(), NAME) + " +" + at.span(level));
                at = next;
                next = at.forward(level);
            }
        }
        String shown = steps.size() > 8
                ? String.join(", ", steps.subList(0, 4)) + ", … "
                        + String.join(", ", steps.subList(steps.size() - 3, steps.size()))
                : String.join(", ", steps);
        drawing.line("the way to " + Drawing.shown(element, 20) + ": " + shown);
        drawing.line("  " + Drawing.count(links, "link", "links") + " followed, " + passed + " passed: rank "
                + (passed - 1) + " (counted from 0)");
    }

    private static boolean isUpTo(@Nullable SkipListNode node, double score, byte[] member) {
        return node != null
                && (node.score() < score
                        || node.score() == score && java.util.Arrays.compareUnsigned(node.member(), member) <= 0);
    }
}
