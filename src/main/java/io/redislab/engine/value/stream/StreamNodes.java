package io.redislab.engine.value.stream;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a stream in the order of their ids, in one array with room at both ends: nodes come at the end and go at
 * the beginning in O(1), one is found in O(log n). Redis has a radix tree here; one that goes in the middle costs O(n)
 * moved references, which at a hundred entries a node is less than the walk through a tree.
 */
final class StreamNodes {
    private @Nullable StreamNode[] nodes = new StreamNode[1];
    private int head;
    private int size;

    int size() {
        return size;
    }

    StreamNode get(int index) {
        StreamNode node = nodes[head + index];
        if (index >= size || node == null) {
            throw new IndexOutOfBoundsException(index);
        }
        return node;
    }

    @Nullable
    StreamNode last() {
        return size == 0 ? null : nodes[head + size - 1];
    }

    void add(StreamNode node) {
        if (head + size == nodes.length) {
            @Nullable
            StreamNode[] target = head > nodes.length / 2 ? nodes : new StreamNode[Math.max(4, nodes.length * 2)];
            System.arraycopy(nodes, head, target, 0, size);
            if (target == nodes) {
                Arrays.fill(nodes, size, nodes.length, null);
            }
            nodes = target;
            head = 0;
        }
        nodes[head + size++] = node;
    }

    void remove(int index) {
        if (index == 0) {
            nodes[head++] = null;
        } else {
            System.arraycopy(nodes, head + index + 1, nodes, head + index, size - index - 1);
            nodes[head + size - 1] = null;
        }
        size--;
        if (size == 0) {
            head = 0;
        }
    }

    /** The last node that begins at the id or before it, or -1. */
    int floor(StreamId id) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (get(middle).id().compareTo(id) <= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    /**
     * How many nodes Redis' radix tree has, with ids of 16 bytes as its keys: a leaf for each key, a node for each place
     * where keys part, and one for each run of bytes in between. O(n).
     */
    int radixTreeNodes() {
        return size == 0 ? 1 : radixTreeNodes(0, size, 0);
    }

    /** The same for the part of the tree below {@code depth} bytes that the keys from {@code from} to {@code to} share. */
    private int radixTreeNodes(int from, int to, int depth) {
        if (to - from == 1) {
            return depth < 16 ? 2 : 1;
        }
        int fork = depth;
        while (keyByte(from, fork) == keyByte(to - 1, fork)) {
            fork++;
        }
        int count = fork > depth ? 2 : 1;
        for (int i = from; i < to; ) {
            int end = i + 1;
            while (end < to && keyByte(end, fork) == keyByte(i, fork)) {
                end++;
            }
            count += radixTreeNodes(i, end, fork + 1);
            i = end;
        }
        return count;
    }

    private int keyByte(int index, int at) {
        StreamId id = get(index).id();
        long half = at < 8 ? id.ms() : id.seq();
        return (int) (half >>> (8 * (7 - at % 8))) & 0xFF;
    }
}
