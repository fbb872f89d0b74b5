package io.redislab.lua;

/** Runs each argument as a script and prints what comes out; {@code -f FILE} reads a file of cases. */
final class LuaRun {
    private LuaRun() {}

    public static void main(String[] args) throws Exception {
        LuaHarness harness = new LuaHarness();
        if (args.length == 2 && args[0].equals("-f")) {
            String[] cases = java.nio.file.Files.readString(
                            java.nio.file.Path.of(args[1]), java.nio.charset.StandardCharsets.ISO_8859_1)
                    .split("\n## ");
            int good = 0;
            for (String c : cases) {
                int nl = c.indexOf('\n');
                int arrow = c.lastIndexOf("\n=> ");
                if (nl < 0 || arrow < 0) {
                    continue;
                }
                String script = c.substring(nl + 1, arrow);
                String expected = c.substring(arrow + 4).stripTrailing();
                String actual = harness.run(script);
                System.out.println(c.substring(0, nl) + "\n  want " + expected + "\n  have " + actual);
                good++;
            }
            System.out.println(good);
            return;
        }
        for (String script : args) {
            System.out.println(harness.run(script));
        }
    }
}
