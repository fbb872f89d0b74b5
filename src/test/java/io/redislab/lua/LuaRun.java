package io.redislab.lua;

import java.io.IOException;
import java.nio.file.Path;

/** A tool for people: runs each argument as a script, or compares a file of recorded answers. */
final class LuaRun {
    private LuaRun() {}

    public static void main(String[] args) throws IOException {
        if (args.length == 2 && args[0].equals("-f")) {
            int[] counts = new int[2];
            for (LuaTranscript.Case c : LuaTranscript.read(Path.of(args[1]))) {
                String actual = LuaTranscript.run(c.script());
                counts[0]++;
                if (actual.equals(c.expected())) {
                    counts[1]++;
                } else {
                    System.out.println(c.script() + "\n  want " + c.expected() + "\n  have " + actual);
                }
            }
            System.out.println(counts[1] + " of " + counts[0]);
            return;
        }
        LuaHarness harness = new LuaHarness();
        for (String script : args) {
            System.out.println(harness.run(script));
        }
    }
}
