package io.redislab.course.yaml;

import io.redislab.grading.Where;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/**
 * The file that nodes come from, and where its faults go.
 *
 * @param file as it is shown to the author: relative to the course
 * @param firstLine the line of the file that the YAML's first line is, from 1
 */
public record Source(String file, int firstLine, Faults faults) {
    public Where where(Node node) {
        return where(node.getStartMark());
    }

    Where where(Mark mark) {
        return new Where(file, mark.getLine() + firstLine, mark.getColumn() + 1);
    }

    public void error(Node node, String code, String message, String advice) {
        faults.error(where(node), code, message, advice);
    }
}
