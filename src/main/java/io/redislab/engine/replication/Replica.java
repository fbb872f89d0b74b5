package io.redislab.engine.replication;

import io.redislab.engine.Session;
import org.jspecify.annotations.Nullable;

/** What is known of a session that is fed, or that has said it wants to be. */
public final class Replica {
    private final Session session;
    private @Nullable String announcedAddress;
    private int port;
    private boolean filtered;
    private boolean withoutData;
    private boolean withoutFunctions;
    private boolean fileOnly;
    private boolean marksEnd;
    private boolean continuesByName;
    private boolean acknowledges;
    private long acknowledged;
    private long acknowledgedMillis;

    Replica(Session session) {
        this.session = session;
    }

    Session session() {
        return session;
    }

    /** Without port: as it was announced, or where the connection comes from. */
    public String address() {
        String announced = announcedAddress;
        if (announced != null && !announced.isEmpty()) {
            return announced;
        }
        String remote = session.outlet().remoteAddress();
        String host = remote.substring(0, Math.max(0, remote.lastIndexOf(':')));
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** The port that it listens on, 0 when unknown. */
    public int port() {
        return port;
    }

    /** As the log names it. */
    public String name() {
        String host = address();
        if (host.isEmpty() || host.equals("?")) {
            return "client id #" + session.id();
        }
        String end = port == 0 ? "<unknown-replica-port>" : Integer.toString(port);
        return host.contains(":") ? "[" + host + "]:" + end : host + ":" + end;
    }

    /** REPLCONF listening-port. */
    public void announcePort(int number) {
        port = number;
    }

    /** REPLCONF ip-address. */
    public void announceAddress(String address) {
        announcedAddress = address;
    }

    /** REPLCONF rdb-only: it wants the data and no changes. */
    public void setFileOnly(boolean yes) {
        fileOnly = yes;
    }

    boolean isFileOnly() {
        return fileOnly;
    }

    /** REPLCONF rdb-filter-only: it wants nothing of the data, or only the libraries of functions. */
    public void filter(boolean functions) {
        filtered = true;
        withoutData = true;
        withoutFunctions = !functions;
    }

    boolean wantsData() {
        return !withoutData;
    }

    boolean wantsFunctions() {
        return !withoutFunctions;
    }

    /** REPLCONF capa eof: it understands a file without a length. */
    public void setMarksEnd() {
        marksEnd = true;
    }

    /** Whether it wants a part of the data, and can't get it. */
    public boolean wantsTooMuch() {
        return filtered && !marksEnd;
    }

    /** REPLCONF capa psync2: it understands that the history goes on under another name. */
    public void setContinuesByName() {
        continuesByName = true;
    }

    boolean continuesByName() {
        return continuesByName;
    }

    /** Whether it says how far it is: who asked with SYNC does not. */
    boolean acknowledges() {
        return acknowledges;
    }

    /** The offset up to which it says to have everything. */
    public long acknowledged() {
        return acknowledged;
    }

    /** Unix time in ms of its last word. */
    public long acknowledgedMillis() {
        return acknowledgedMillis;
    }

    void begin(boolean saysHowFar, long now) {
        acknowledges = saysHowFar;
        acknowledgedMillis = now;
    }

    void acknowledge(long offset, long now) {
        acknowledged = Math.max(acknowledged, offset);
        acknowledgedMillis = now;
    }
}
