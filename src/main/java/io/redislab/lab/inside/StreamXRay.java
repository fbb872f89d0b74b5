package io.redislab.lab.inside;

import io.redislab.engine.value.stream.StreamGroup;
import io.redislab.engine.value.stream.StreamNode;
import io.redislab.engine.value.stream.StreamValue;
import java.util.List;

/** Draws a stream: the index from ids to blocks of entries, and its groups. */
final class StreamXRay {
    private static final int SHOWN = 8;

    private final Drawing drawing;

    StreamXRay(Drawing drawing) {
        this.drawing = drawing;
    }

    void draw(StreamValue stream) {
        List<StreamNode> nodes = stream.nodes();
        drawing.line("radix tree of " + Drawing.count(stream.radixTreeNodes(), "node", "nodes")
                + " from an id to the block that"
                + " begins with it; " + Drawing.count(stream.length(), "entry", "entries") + " in "
                + Drawing.count(nodes.size(), "block", "blocks"));
        for (int i = 0; i < Math.min(nodes.size(), SHOWN); i++) {
            StreamNode node = nodes.get(i);
            drawing.line("  " + node.id() + " → [" + Drawing.count(node.liveCount(), "entry", "entries")
                    + (node.deletedCount() > 0 ? ", " + node.deletedCount() + " deleted, whose bytes stay" : "") + ", "
                    + Drawing.bytes(node.elements().totalBytes()) + "]");
        }
        if (nodes.size() > SHOWN) {
            drawing.line("  … " + Drawing.count(nodes.size() - (long) SHOWN, "block", "blocks") + " more");
        }
        drawing.line("last id " + stream.lastId() + " · " + Drawing.count(stream.entriesAdded(), "entry", "entries")
                + " ever added");
        for (StreamGroup group : stream.groups().values()) {
            drawing.line("group " + Drawing.shown(group.name(), 20) + ": read up to " + group.lastId() + ", "
                    + Drawing.count(group.pending().size(), "entry", "entries") + " delivered and not acknowledged, "
                    + Drawing.count(group.consumers().size(), "consumer", "consumers"));
        }
    }
}
