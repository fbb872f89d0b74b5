package io.redislab.grading;

import java.util.List;
import java.util.Optional;

/**
 * A world in which an answer was given.
 *
 * @param trace what was sent
 * @param scope the values of the exercise's variables
 * @param caller calls what the answer has defined
 * @param workBefore of the world when the answer began
 */
record Attempt(World world, Trace trace, Scope scope, Caller caller, long workBefore) {
    /** What a world's server has worked so far; 0 of one that does not tell. */
    static long work(World world) {
        return world.control().map(World.Control::work).orElse(0L);
    }

    /** The same answer in another world. */
    Attempt in(World other, Trace sent, long itsWorkBefore) {
        return new Attempt(other, sent, scope, caller, itsWorkBefore);
    }

    /** Why a requirement is not met; empty when it is. */
    Optional<Finding> look(Requirement requirement) {
        return look(requirement.checks());
    }

    /** Why checks don't hold; empty when they do. They run in a fork. */
    Optional<Finding> look(List<Check> checks) {
        try (World fork = world.fork()) {
            return new Checker(fork, trace, scope, caller, workBefore).run(checks);
        }
    }
}
