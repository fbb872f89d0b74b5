package io.redislab.engine.persistence;

/** An engine's files: what is saved when, and what is loaded. */
public final class Persistence {
    private boolean skipsChecksums;

    /** Whether damaged checksums of RESTORE and of files don't matter: DEBUG SET-SKIP-CHECKSUM-VALIDATION. */
    public boolean skipsChecksums() {
        return skipsChecksums;
    }

    public void setSkipsChecksums(boolean yes) {
        skipsChecksums = yes;
    }
}
