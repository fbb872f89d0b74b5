package io.redislab.lab.inside;

import io.redislab.engine.value.SkipList;
import io.redislab.engine.value.SortedSetValue;
import io.redislab.resp.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
        List<Integer> nodes = shownNodes(list, set, element);
        int cell = nodes.stream()
                        .mapToInt(node -> label(list, node).length())
                        .max()
                        .orElse(1)
                + 4;
        for (int level = list.levels() - 1; level >= 0; level--) {
            drawing.line(row(list, nodes, level, cell));
        }
        if (nodes.size() < list.size()) {
            drawing.line("shown: " + nodes.size() + " of " + Drawing.grouped(list.size())
                    + " members; a number on an arrow is how many members it passes");
        }
    }

    private static String label(SkipList list, int node) {
        return Drawing.shown(list.member(node), NAME) + "("
                + new String(Numbers.formatDouble(list.score(node)), java.nio.charset.StandardCharsets.ISO_8859_1)
                + ")";
    }

    /** As many neighbours as fit: from the first one, or around the member that is looked for. */
    private List<Integer> shownNodes(SkipList list, SortedSetValue set, byte[] element) {
        int rank = element.length > 0 && set.contains(element) ? set.rank(element) : 0;
        int fit = Math.max(2, (drawing.width() - 10) / 18);
        int skip = Math.max(0, Math.min(rank - fit / 2, list.size() - fit));
        List<Integer> nodes = new ArrayList<>();
        int node = list.first();
        for (int i = 0; node != 0 && nodes.size() < fit; i++, node = list.forward(node, 0)) {
            if (i >= skip) {
                nodes.add(node);
            }
        }
        return nodes;
    }

    private static String row(SkipList list, List<Integer> nodes, int level, int cell) {
        StringBuilder out = new StringBuilder("L" + (level + 1) + (level < 9 ? " " : ""));
        int last = list.head();
        for (int node : nodes) {
            boolean here = list.height(node) > level;
            String text = here ? "▶ " + label(list, node) + " " : "";
            out.append("─".repeat(Math.max(0, cell - text.length()))).append(text);
            last = here ? node : last;
        }
        return out.append(list.forward(last, level) == 0 ? "─▶ end" : "─" + list.span(last, level) + "─▶ …")
                .toString();
    }

    /** How ZRANK goes: along a level while the next node is not behind the member, then one level down. */
    private void way(SortedSetValue set, SkipList list, byte[] element) {
        double score = set.score(element);
        int at = list.head();
        int passed = 0;
        int links = 0;
        List<String> steps = new ArrayList<>();
        for (int level = list.levels() - 1; level >= 0; level--) {
            int next = list.forward(at, level);
            while (next != 0 && isUpTo(list, next, score, element)) {
                int span = list.span(at, level);
                passed += span;
                links++;
                steps.add("L" + (level + 1) + " " + Drawing.shown(list.member(next), NAME) + " +" + span);
                at = next;
                next = list.forward(at, level);
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

    private static boolean isUpTo(SkipList list, int node, double score, byte[] member) {
        return list.score(node) < score
                || list.score(node) == score && Arrays.compareUnsigned(list.member(node), member) <= 0;
    }
}
