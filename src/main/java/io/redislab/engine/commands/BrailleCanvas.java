package io.redislab.engine.commands;

/** Dots in a terminal: each character holds two by four of them. */
final class BrailleCanvas {
    private static final int BLANK = 0x2800;
    /** The bit of each dot in a braille character, by row and column. */
    private static final int[][] BITS = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

    private final int width;
    private final int height;
    private final boolean[][] dots;

    /** Sizes in dots. */
    BrailleCanvas(int width, int height) {
        this.width = width;
        this.height = height;
        this.dots = new boolean[height][width];
    }

    void line(double x1, double y1, double x2, double y2) {
        int steps = (int) Math.ceil(Math.max(Math.abs(x2 - x1), Math.abs(y2 - y1))) + 1;
        for (int i = 0; i <= steps; i++) {
            double t = (double) i / steps;
            dot((int) Math.round(x1 + t * (x2 - x1)), (int) Math.round(y1 + t * (y2 - y1)));
        }
    }

    private void dot(int x, int y) {
        if (x >= 0 && x < width && y >= 0 && y < height) {
            dots[y][x] = true;
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int y = 0; y < height; y += 4) {
            for (int x = 0; x < width; x += 2) {
                text.append((char) (BLANK | bits(x, y)));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private int bits(int x, int y) {
        int bits = 0;
        for (int row = 0; row < 4 && y + row < height; row++) {
            for (int column = 0; column < 2 && x + column < width; column++) {
                bits |= dots[y + row][x + column] ? BITS[row][column] : 0;
            }
        }
        return bits;
    }
}
