package io.redislab.lab;

/** What can go wrong with a world, besides a crash. */
public sealed interface Fault {
    /** Lets it happen, on the engine's thread. */
    void strike(LabWorld world);

    /** The reply to a client's next command is lost. */
    record DropReply(String client) implements Fault {
        @Override
        public void strike(LabWorld world) {
            world.dropNextReply(client);
        }
    }

    /** A sync takes so long, in ns. */
    record SlowDisk(long nanos) implements Fault {
        @Override
        public void strike(LabWorld world) {
            world.disk().setSyncNanos(nanos);
        }
    }

    /** Nothing more can be written. */
    record FullDisk() implements Fault {
        @Override
        public void strike(LabWorld world) {
            world.disk().setCapacity(world.disk().usedBytes());
        }
    }

    /** Nothing can be changed. */
    record ReadOnlyDisk() implements Fault {
        @Override
        public void strike(LabWorld world) {
            world.disk().setReadOnly(true);
        }
    }

    /** Everything is well again. */
    record Off() implements Fault {
        @Override
        public void strike(LabWorld world) {
            world.endFaults();
        }
    }
}
