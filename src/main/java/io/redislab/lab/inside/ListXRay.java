package io.redislab.lab.inside;

import io.redislab.engine.value.Listpack;
import io.redislab.engine.value.Quicklist;
import java.util.ArrayList;
import java.util.List;

/** Draws a list: a chain of nodes, each a block of elements. */
final class ListXRay {
    private static final int SHOWN = 6;

    private final Drawing drawing;

    ListXRay(Drawing drawing) {
        this.drawing = drawing;
    }

    private record Node(String what, String ends) {}

    void draw(Quicklist list) {
        drawing.line("quicklist: " + Drawing.count(list.size(), "element", "elements") + " in "
                + Drawing.count(list.nodeCount(), "node", "nodes") + ", linked both ways · "
                + Drawing.bytes(list.uncompressedBytes()) + " in the nodes");
        List<Node> nodes = new ArrayList<>();
        list.forEachNode(new Quicklist.NodeVisitor() {
            @Override
            public void packed(Listpack pack) {
                int first = pack.first();
                int last = pack.last();
                nodes.add(new Node(
                        Drawing.count(pack.count(), "element", "elements") + ", " + Drawing.bytes(pack.totalBytes()),
                        first == Listpack.NONE
                                ? ""
                                : Drawing.shown(pack.get(first), 20)
                                        + (first == last ? "" : " … " + Drawing.shown(pack.get(last), 20))));
            }

            @Override
            public void plain(byte[] element) {
                nodes.add(new Node("one large element, " + Drawing.bytes(element.length), Drawing.shown(element, 20)));
            }
        });
        for (int i = 0; i < nodes.size(); i++) {
            boolean middle = nodes.size() > SHOWN && i >= SHOWN / 2 && i < nodes.size() - SHOWN / 2;
            if (!middle) {
                Node node = nodes.get(i);
                String mark = i == 0 ? "head " : i == nodes.size() - 1 ? "tail " : "   ⇅ ";
                drawing.line(mark + "[" + node.what() + "]  " + node.ends());
            } else if (i == SHOWN / 2) {
                drawing.line("   ⇅ … " + Drawing.count(nodes.size() - (long) SHOWN, "node", "nodes") + " more");
            }
        }
        drawing.line("a node holds " + limit(list.fill()) + " (list-max-listpack-size " + list.fill()
                + "); both ends are near," + " the middle is far");
        if (list.compressDepth() > 0) {
            drawing.line("all but " + list.compressDepth() + " at each end are compressed (list-compress-depth)");
        }
    }

    private static String limit(int fill) {
        return fill >= 0 ? "up to " + fill + " elements" : "up to " + (4 << Math.min(4, -fill - 1)) + " KB";
    }
}
