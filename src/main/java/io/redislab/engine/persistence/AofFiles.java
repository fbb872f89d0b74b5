package io.redislab.engine.persistence;

import io.redislab.engine.Engine;
import io.redislab.engine.storage.OutputFile;
import io.redislab.engine.storage.Storage;
import java.io.IOException;
import java.io.InputStream;

/** The folder of the AOF: its manifest and the files that it names. */
final class AofFiles {
    private final Engine engine;
    private AofManifest manifest = AofManifest.EMPTY;

    AofFiles(Engine engine) {
        this.engine = engine;
    }

    AofManifest manifest() {
        return manifest;
    }

    private Storage storage() {
        return engine.storage();
    }

    String folder() {
        return Storage.in(engine.config().dir(), engine.config().appenddirname());
    }

    String path(String name) {
        return Storage.in(folder(), name);
    }

    private String manifestName() {
        return engine.config().appendfilename() + ".manifest";
    }

    /** Where an increment grows while the first base is being written. */
    String tempIncrementName() {
        return "temp-" + engine.config().appendfilename() + ".incr";
    }

    /** Reads the manifest; without one there are no files yet. @throws PersistenceException when it can't be read */
    void load() {
        manifest = AofManifest.EMPTY;
        String path = path(manifestName());
        if (!storage().exists(path)) {
            return;
        }
        try (InputStream in = storage().read(path)) {
            manifest = AofManifest.parse(in.readAllBytes());
        } catch (IOException e) {
            throw fail("Fatal error: can't open the AOF manifest file " + path + " for reading: " + e.getMessage());
        } catch (AofManifest.InvalidManifest e) {
            engine.log().warning("\n*** FATAL AOF MANIFEST FILE ERROR ***\n");
            if (e.number() > 0) {
                engine.log().warning("Reading the manifest file, at line " + e.number() + "\n");
                engine.log().warning(">>> '" + e.line() + "'\n");
            }
            throw fail(e.getMessage() + "\n");
        }
    }

    private PersistenceException fail(String message) {
        engine.log().warning(message);
        return new PersistenceException(message.strip());
    }

    /** Makes the folder. Returns false, and says so in the log, when that is not possible. */
    boolean createFolder() {
        try {
            boolean isNew = !storage().isFolder(folder());
            storage().createFolder(folder());
            if (isNew) {
                storage().syncFolder(engine.config().dir());
            }
            return true;
        } catch (IOException e) {
            engine.log()
                    .warning("Can't open or create append-only dir "
                            + engine.config().appenddirname() + ": " + e.getMessage());
            return false;
        }
    }

    /** Makes the folder. @throws PersistenceException when that is not possible */
    void requireFolder() {
        if (!createFolder()) {
            throw new PersistenceException("the folder of the AOF can't be made");
        }
    }

    /**
     * Replaces the manifest, on disk first: after a crash there is the old one or the new one, and what it names is there.
     * Returns false, and says so in the log, when it stays the old one.
     */
    boolean replace(AofManifest next) {
        String tempName = "temp-" + manifestName();
        String step = "Can't open the AOF manifest file " + tempName + ": ";
        try (OutputFile file = storage().create(path(tempName))) {
            step = "Error trying to write the temporary AOF manifest file " + tempName + ": ";
            byte[] text = next.format();
            file.write(text, 0, text.length);
            step = "Fail to fsync the temp AOF file " + tempName + ": ";
            file.sync();
            step = "Error trying to rename the temporary AOF manifest file " + tempName + " into " + manifestName()
                    + ": ";
            storage().rename(path(tempName), path(manifestName()));
            step = "Fail to fsync AOF directory " + path(manifestName()) + ": ";
            storage().syncFolder(folder());
            manifest = next;
            return true;
        } catch (IOException e) {
            engine.log().warning(step + e.getMessage());
            return false;
        }
    }

    /** Deletes the files that are history, unless the configuration wants them kept. */
    void deleteHistory() {
        if (engine.config().aofDisableAutoGc() || manifest.history().isEmpty()) {
            return;
        }
        for (AofManifest.Part part : manifest.history()) {
            engine.log().notice("Removing the history file " + part.name() + " in the background");
            delete(path(part.name()));
        }
        replace(manifest.withoutHistory());
    }

    /** Deletes a file that nobody needs; when that fails the log says so. */
    void delete(String path) {
        try {
            if (storage().exists(path)) {
                storage().delete(path);
            }
        } catch (IOException e) {
            engine.log().warning("Can't delete " + path + ": " + e.getMessage());
        }
    }

    /** Bytes of base and increments. @throws IOException when one of them is missing */
    long size() throws IOException {
        long sum = 0;
        for (AofManifest.Part part : manifest.parts()) {
            sum += size(part);
        }
        return sum;
    }

    long size(AofManifest.Part part) throws IOException {
        try {
            return storage().size(path(part.name()));
        } catch (IOException e) {
            engine.log().warning("Unable to obtain the AOF file " + part.name() + " length. stat: " + e.getMessage());
            throw e;
        }
    }

    /**
     * Takes over the single AOF file that versions before 7.0 wrote, where there is one and nothing newer.
     *
     * @throws PersistenceException when that fails
     */
    void upgrade() {
        String name = engine.config().appendfilename();
        String old = Storage.in(engine.config().dir(), name);
        if (!storage().exists(old) || storage().isFolder(old)) {
            return;
        }
        AofManifest.Part base = manifest.base();
        boolean interrupted = base != null
                && manifest.increments().isEmpty()
                && base.name().equals(name)
                && !storage().exists(path(name));
        if (storage().isFolder(folder()) && !manifest.isEmpty() && !interrupted) {
            return;
        }
        requireFolder();
        if (!replace(manifest.withUpgradedBase(name))) {
            throw new PersistenceException("the AOF manifest can't be written");
        }
        try {
            storage().rename(old, path(name));
            storage().syncFolder(folder());
            storage().syncFolder(engine.config().dir());
        } catch (IOException e) {
            throw fail("Error trying to move the old AOF file " + name + " into dir "
                    + engine.config().appenddirname() + ": " + e.getMessage());
        }
        engine.log()
                .notice("Successfully migrated an old-style AOF file (" + name + ") into the AOF directory ("
                        + engine.config().appenddirname() + ").");
    }
}
