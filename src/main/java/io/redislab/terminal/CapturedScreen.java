package io.redislab.terminal;

/** What another screen would show, as a text; nobody sees it. */
final class CapturedScreen extends ScreenAround {
    private final StringBuilder text = new StringBuilder();

    CapturedScreen(Screen like) {
        super(like);
    }

    @Override
    public void print(String lines) {
        text.append(lines);
    }

    String text() {
        return text.toString();
    }
}
