package io.redislab.grading;

import io.redislab.client.Connection;
import io.redislab.resp.Reply;
import java.util.List;
import java.util.Optional;

/** A world, and all its forks, in which each command is counted against the budget of one grading. */
final class BudgetedWorld implements World {
    private final World world;
    private final Budget budget;

    BudgetedWorld(World world, Budget budget) {
        this.world = world;
        this.budget = budget;
    }

    @Override
    public Connection client(String name) {
        return new Counted(world.client(name));
    }

    @Override
    public Connection examiner() {
        return new Counted(world.examiner());
    }

    @Override
    public World fork() {
        return new BudgetedWorld(world.fork(), budget);
    }

    @Override
    public Optional<Control> control() {
        return world.control();
    }

    @Override
    public World origin() {
        return world.origin();
    }

    @Override
    public void close() {
        world.close();
    }

    private final class Counted implements Connection {
        private final Connection connection;

        private Counted(Connection connection) {
            this.connection = connection;
        }

        @Override
        public Reply call(List<byte[]> argv) {
            Reply reply = connection.call(argv);
            budget.check(world.control().map(Control::memory).orElse(0L));
            return reply;
        }

        @Override
        public void close() {
            connection.close();
        }
    }
}
