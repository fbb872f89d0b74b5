package io.redislab.benchmark;

/** What is shown while a test runs. */
interface Progress {
    /** Shows where the run is, if it is time to. */
    void show();

    /** In how many ms {@link #show} wants to be called again; 0 for never. */
    long millisToNext();

    Progress NONE = new Progress() {
        @Override
        public void show() {}

        @Override
        public long millisToNext() {
            return 0;
        }
    };
}
