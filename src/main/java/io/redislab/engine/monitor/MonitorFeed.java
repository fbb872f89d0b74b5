package io.redislab.engine.monitor;

import io.redislab.engine.Clock;
import io.redislab.engine.Context;
import io.redislab.engine.Session;
import io.redislab.engine.config.Configuration;
import io.redislab.resp.ArgumentSplitter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The sessions that asked to see every call, and what they see. */
public final class MonitorFeed {
    private final Clock clock;
    private final Configuration config;
    private final List<Session> monitors = new ArrayList<>();

    MonitorFeed(Clock clock, Configuration config) {
        this.clock = clock;
        this.config = config;
    }

    /** In the order in which they asked. */
    public List<Session> sessions() {
        return monitors;
    }

    public void add(Session session) {
        session.setMonitor(true);
        monitors.add(session);
    }

    public void remove(Session session) {
        if (session.isMonitor()) {
            session.setMonitor(false);
            monitors.remove(session);
        }
    }

    /** Shows a call: {@code 1700000000.123456 [0 127.0.0.1:50000] "SET" "k" "v"}. */
    public void show(Context context) {
        long micros = clock.wallMicros();
        Session session = context.session();
        StringBuilder line = new StringBuilder(64);
        line.append(micros / 1_000_000).append('.');
        String fraction = Long.toString(micros % 1_000_000);
        line.append("0".repeat(6 - fraction.length())).append(fraction);
        line.append(" [")
                .append(context.database().index())
                .append(' ')
                .append(origin(session))
                .append(']');
        for (byte[] word : context.shownArgv()) {
            line.append(' ').append(new String(ArgumentSplitter.quote(word), StandardCharsets.ISO_8859_1));
        }
        String text = line.toString();
        for (Session monitor : List.copyOf(monitors)) {
            monitor.pushSink().status(text);
            monitor.outlet().ready(monitor);
        }
    }

    /** The client's address as logs show it. */
    static String address(Session session) {
        return session.outlet().remoteAddress();
    }

    private String origin(Session session) {
        if (session.isScript()) {
            return "lua";
        }
        return session.isUnixSocket() ? "unix:" + config.unixsocket() : address(session);
    }
}
