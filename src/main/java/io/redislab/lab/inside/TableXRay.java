package io.redislab.lab.inside;

import io.redislab.engine.value.Dict;
import io.redislab.engine.value.DictNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Draws a hash table with its buckets, and both tables while it is being resized. */
final class TableXRay<N extends DictNode> {
    private static final int SHOWN = 16;

    private final Drawing drawing;
    private final Function<N, String> label;

    TableXRay(Drawing drawing, Function<N, String> label) {
        this.drawing = drawing;
        this.label = label;
    }

    void draw(Dict<N> table, byte[] element) {
        drawing.line("hash table: " + Drawing.count(table.size(), "element", "elements") + " in "
                + Drawing.count(table.bucketCount(0), "bucket", "buckets")
                + (table.isRehashing()
                        ? ", moving bucket by bucket to " + Drawing.count(table.bucketCount(1), "bucket", "buckets")
                                + " (" + table.movedBuckets() + " are empty by now)"
                        : ""));
        drawing.line("longest chain: " + longest(table) + " · an element is found by its hash in one bucket");
        if (element.length > 0) {
            way(table, element);
        }
        for (int which = 0; which < (table.isRehashing() ? 2 : 1); which++) {
            buckets(table, which);
        }
    }

    private static <N extends DictNode> int longest(Dict<N> table) {
        int longest = 0;
        for (int which = 0; which < 2; which++) {
            for (int i = 0; i < table.bucketCount(which); i++) {
                longest = Math.max(longest, table.chain(which, i).size());
            }
        }
        return longest;
    }

    private void way(Dict<N> table, byte[] element) {
        int hash = Dict.hash(element);
        for (int which = 0; which < 2; which++) {
            if (table.bucketCount(which) > 0) {
                int bucket = hash & table.bucketCount(which) - 1;
                List<N> chain = table.chain(which, bucket);
                for (int i = 0; i < chain.size(); i++) {
                    if (java.util.Arrays.equals(chain.get(i).key(), element)) {
                        drawing.line(Drawing.shown(element, 20) + ": hash " + Integer.toHexString(hash) + " → bucket "
                                + bucket + ", place " + (i + 1) + " of its chain");
                        return;
                    }
                }
            }
        }
        drawing.line(Drawing.shown(element, 20) + ": hash " + Integer.toHexString(hash) + " → not in its bucket");
    }

    private void buckets(Dict<N> table, int which) {
        int shown = 0;
        int number = table.bucketCount(which);
        for (int i = 0; i < number && shown < SHOWN; i++) {
            List<String> names = new ArrayList<>();
            table.chain(which, i).forEach(node -> names.add(label.apply(node)));
            if (!names.isEmpty() || number <= SHOWN) {
                drawing.line((which == 0 ? "  [" : "  new [") + i + "] "
                        + (names.isEmpty() ? "·" : String.join(" → ", names)));
                shown++;
            }
        }
        if (number > SHOWN) {
            drawing.line("  … the filled ones of " + Drawing.grouped(number) + " buckets, from the first");
        }
    }
}
