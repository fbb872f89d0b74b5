package io.redislab.lab;

import io.redislab.client.Connection;
import io.redislab.grading.World;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A world that is made when something is first asked of it: most steps only look at what was typed. */
final class LazyWorld implements World {
    private final Supplier<? extends World> source;
    private @Nullable World made;

    LazyWorld(Supplier<? extends World> source) {
        this.source = source;
    }

    private World made() {
        World world = made;
        if (world == null) {
            world = source.get();
            made = world;
        }
        return world;
    }

    @Override
    public Connection client(String name) {
        return made().client(name);
    }

    @Override
    public Connection examiner() {
        return made().examiner();
    }

    @Override
    public World fork() {
        return new LazyWorld(() -> made().fork());
    }

    @Override
    public Optional<Control> control() {
        return made().control();
    }

    @Override
    public void close() {
        if (made != null) {
            made.close();
        }
    }
}
