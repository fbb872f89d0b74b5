package org.jline.nativ;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Loads the native code with which JLine speaks to the terminal. This class stands in the place of JLine's own of the same
 * name, which comes later on the class path: that one brings java.util.logging, regular expressions and a thread with it,
 * and unpacks the library from its jar at each start, which took a third of the time to the prompt and left files behind
 * when the program was killed. Here the library is unpacked once, to where the launcher says.
 */
public final class JLineNativeLoader {
    /** The property that names the file in which the unpacked library is kept; without it, it is a temporary one. */
    private static final String KEPT = "redislab.native";

    private static boolean loaded;

    private JLineNativeLoader() {}

    /**
     * Loads the library if it is not loaded yet.
     *
     * @return true
     * @throws IllegalStateException when there is none for this machine
     */
    public static synchronized boolean initialize() {
        if (!loaded) {
            String kept = System.getProperty(KEPT, "");
            if (kept.isEmpty() || !load(new File(kept))) {
                unpack(kept);
            }
            loaded = true;
        }
        return true;
    }

    private static boolean load(File library) {
        if (!library.isFile()) {
            return false;
        }
        try {
            System.load(library.getAbsolutePath());
            return true;
        } catch (UnsatisfiedLinkError e) {
            // Of another machine with which the folder is shared, or in a folder from which nothing may be run.
            return false;
        }
    }

    private static void unpack(String kept) {
        try {
            Path file = Files.createTempFile("redislab-", ".native");
            try {
                copyTo(file);
                System.load(file.toString());
                if (!kept.isEmpty()) {
                    keep(file, Path.of(kept));
                }
            } finally {
                // What is loaded stays; where it can't be deleted, as on Windows, it is when the program ends.
                if (!file.toFile().delete()) {
                    file.toFile().deleteOnExit();
                }
            }
        } catch (IOException | UnsatisfiedLinkError e) {
            throw new IllegalStateException("JLine's native library can't be loaded: " + e.getMessage(), e);
        }
    }

    private static void copyTo(Path file) throws IOException {
        String name = System.mapLibraryName("jlinenative").replace(".dylib", ".jnilib");
        String resource = OSInfo.getNativeLibFolderPathForCurrentOS() + "/" + name;
        try (InputStream in = JLineNativeLoader.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("there is no " + resource);
            }
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Whole or not at all, whoever else does the same. */
    private static void keep(Path file, Path kept) {
        try {
            Path draft = kept.resolveSibling(
                    kept.getFileName() + "." + ProcessHandle.current().pid());
            Files.copy(file, draft, StandardCopyOption.REPLACE_EXISTING);
            Files.move(draft, kept, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // The next start unpacks it again.
            return;
        }
    }
}
