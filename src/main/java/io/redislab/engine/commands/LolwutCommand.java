package io.redislab.engine.commands;

import static io.redislab.engine.command.CommandFlag.FAST;
import static io.redislab.engine.command.CommandFlag.READONLY;
import static io.redislab.engine.command.Declaration.command;

import io.redislab.engine.Context;
import io.redislab.engine.Engine;
import io.redislab.engine.command.Arguments;
import io.redislab.engine.command.CommandGroup;
import io.redislab.engine.command.Declaration;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/** LOLWUT: as in Redis, versions 5 and 6 draw something and all others only name the server's version. */
public final class LolwutCommand {
    /** The commands declared here; a compile-time constant, so that the table knows them without loading this class. */
    public static final String NAMES = "lolwut";

    private static final int MAX_SIDE = 1000;

    private LolwutCommand() {}

    public static List<Declaration> commands() {
        return List.of(command("LOLWUT")
                .syntax("[VERSION version:int]")
                .group(CommandGroup.SERVER)
                .since("5.0.0")
                .summary("Draws a piece of computer art, and tells the version.")
                .flags(READONLY, FAST)
                .arity(-1)
                .handler(LolwutCommand::lolwut));
    }

    private static void lolwut(Context c) {
        Arguments args = c.args();
        long version = 7;
        if (args.remaining() >= 2 && args.option("VERSION")) {
            version = args.longValue();
        }
        String picture = "";
        if (version == 5) {
            int columns = size(args, 66, 1);
            int perRow = size(args, 8, 1);
            int perColumn = size(args, 12, 1);
            picture = squares(c.random(), columns, perRow, perColumn)
                    + "\nAfter Georg Nees, Schotter, drawn by a plotter in 1968. ";
        } else if (version == 6) {
            int columns = size(args, 80, 1);
            int rows = size(args, 20, 1);
            picture = city(c.random(), columns, rows) + "\nA city at night, another one each time. ";
        }
        String text = picture + "Redis ver. " + Engine.REDIS_VERSION + "\n";
        c.reply().verbatim("txt", text.getBytes(StandardCharsets.UTF_8));
    }

    private static int size(Arguments args, int byDefault, int min) {
        return args.hasNext() ? (int) Math.max(min, Math.min(MAX_SIDE, args.longValue())) : byDefault;
    }

    /** Rows of squares that fall out of order, the more the lower they are. */
    private static String squares(RandomGenerator random, int columns, int perRow, int perColumn) {
        double side = Math.max(1, (columns * 2.0 - 4) / perRow);
        BrailleCanvas canvas = new BrailleCanvas(columns * 2, (int) (side * perColumn) + 4);
        for (int row = 0; row < perColumn; row++) {
            double disorder = perColumn == 1 ? 0 : Math.pow((double) row / (perColumn - 1), 1.5);
            for (int column = 0; column < perRow; column++) {
                double x = 2 + side * (column + 0.5) + disorder * side * 0.4 * random.nextDouble(-1, 1);
                double y = 2 + side * (row + 0.5) + disorder * side * 0.4 * random.nextDouble(-1, 1);
                square(canvas, x, y, side, disorder * random.nextDouble(-1, 1) * Math.PI / 4);
            }
        }
        return canvas.toString();
    }

    private static void square(BrailleCanvas canvas, double x, double y, double side, double angle) {
        double radius = side / Math.sqrt(2) * 0.95;
        double[] corners = new double[10];
        for (int i = 0; i < 5; i++) {
            double at = angle + Math.PI / 4 + i * Math.PI / 2;
            corners[2 * i] = x + radius * Math.cos(at);
            corners[2 * i + 1] = y + radius * Math.sin(at);
        }
        for (int i = 0; i < 8; i += 2) {
            canvas.line(corners[i], corners[i + 1], corners[i + 2], corners[i + 3]);
        }
    }

    /** Houses before a sky, in the terminal's grey tones. */
    private static String city(RandomGenerator random, int columns, int rows) {
        int[][] tone = new int[rows][columns];
        for (int row = 0; row < rows; row++) {
            java.util.Arrays.fill(tone[row], row < rows / 2 ? 0 : 1);
        }
        for (int depth = 1; depth <= 2; depth++) {
            for (int column = 0; column < columns; ) {
                int width = 4 + random.nextInt(6);
                int top = rows - 1 - random.nextInt(Math.max(1, rows * (4 - depth) / 5));
                house(random, tone, column, Math.min(columns, column + width), top, depth);
                column += width + random.nextInt(2);
            }
        }
        StringBuilder text = new StringBuilder();
        String[] colors = {"0;30;40m", "0;90;100m", "0;37;47m", "0;97;107m"};
        for (int[] row : tone) {
            for (int cell : row) {
                text.append("\u001b[").append(colors[cell]).append(" \u001b[0m");
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static void house(RandomGenerator random, int[][] tone, int from, int to, int top, int depth) {
        for (int row = top; row < tone.length; row++) {
            for (int column = from; column < to; column++) {
                boolean window = (row - top) % 2 == 1 && (column - from) % 2 == 1 && column < to - 1;
                tone[row][column] = window && random.nextInt(3) > 0 ? 3 : depth == 1 ? 2 : 0;
            }
        }
    }
}
