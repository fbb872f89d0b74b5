package io.redislab.engine.storage;

import io.redislab.engine.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Files and folders, as far as persistence needs them. Paths are separated by slashes; a relative one starts at the
 * storage's own root. Every {@link IOException} has the system's words as its message, as C's {@code strerror} gives
 * them: {@code No space left on device}.
 */
public interface Storage {
    /** The names in a folder, in order. */
    List<String> list(String folder) throws IOException;

    boolean exists(String path);

    boolean isFolder(String path);

    /** Bytes of a file. */
    long size(String path) throws IOException;

    /** Whole contents, from the start on; to be closed. */
    InputStream read(String path) throws IOException;

    /** A file to write, empty at first whatever it held. */
    OutputFile create(String path) throws IOException;

    /** A file to write on at its end; made when it is not there. */
    OutputFile append(String path) throws IOException;

    /** Gives a file another name; one that has it already is replaced, at once and as a whole. */
    void rename(String from, String to) throws IOException;

    void delete(String path) throws IOException;

    /** Makes a folder unless it is there. */
    void createFolder(String path) throws IOException;

    /** Waits until the names in a folder are on the disk: renamed and new files survive a loss of power. */
    void syncFolder(String path) throws IOException;

    /** The path as an absolute one, for messages and {@code CONFIG GET dir}. */
    String absolute(String path);

    /** An independent storage in memory for a fork: with the same files, or empty where they are not in memory. */
    Storage fork(Clock clock);

    /** The folder that holds a file of this path; {@code .} when the path is a bare name. */
    static String folderOf(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "." : slash == 0 ? "/" : path.substring(0, slash);
    }

    /** The last part of a path. */
    static String nameOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** A name in a folder, as a path. */
    static String in(String folder, String name) {
        if (folder.isEmpty() || folder.equals(".") || folder.equals("./")) {
            return name;
        }
        return folder.endsWith("/") ? folder + name : folder + "/" + name;
    }
}
