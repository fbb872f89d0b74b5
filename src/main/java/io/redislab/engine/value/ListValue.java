package io.redislab.engine.value;

/** A list. Every list is a {@code quicklist}, whatever its size. */
public final class ListValue implements Value {
    private static final int QUICKLIST = 40;
    private static final int QUICKLIST_NODE = 32;

    private final Quicklist list;

    /**
     * Makes an empty list.
     *
     * @param fill {@code list-max-listpack-size}; a list keeps what held when it was made
     * @param compressDepth {@code list-compress-depth}
     */
    public ListValue(int fill, int compressDepth) {
        this(new Quicklist(fill, compressDepth));
    }

    public ListValue(Quicklist list) {
        this.list = list;
    }

    public Quicklist list() {
        return list;
    }

    @Override
    public String typeName() {
        return "list";
    }

    @Override
    public String encoding() {
        return "quicklist";
    }

    @Override
    public ListValue copy() {
        return new ListValue(list.copy());
    }

    @Override
    public long memoryUsage(int samples) {
        long sum = 0;
        int seen = 0;
        for (QuicklistNode node = list.head();
                node != null && (samples == 0 || seen < samples);
                node = node.next, seen++) {
            sum += QUICKLIST_NODE + MallocSize.of(node.keptBytes() + (node.isCompressed() ? 8 : 0));
        }
        long fixed = MallocSize.OBJECT + QUICKLIST;
        return seen == 0 ? fixed : fixed + (long) ((double) sum / seen * list.nodeCount());
    }

    @Override
    public long freeEffort() {
        return list.nodeCount();
    }
}
