package io.redislab.lab;

import io.redislab.client.EmbeddedConnection;
import io.redislab.engine.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The clients of a world: the learner's at the prompt, and programs that came in by the doorway. On the engine's thread. */
final class LabClients {
    private final LabWorld world;
    private final Map<String, LabClient> byName = new LinkedHashMap<>();
    /** Whether somebody types at a prompt, as the first client. */
    private boolean hasPrompt = true;
    /** How many programs have come in by the doorway. */
    private int visitors;

    LabClients(LabWorld world) {
        this.world = world;
    }

    /** The client of this name; it is connected when it is not. The learner's first client has the empty name. */
    LabClient get(String name) {
        LabClient known = byName.get(name);
        if (known == null || known.connection().isClosed()) {
            known = new LabClient(name, new EmbeddedConnection(world.engine()), world);
            byName.put(name, known);
        }
        return known;
    }

    /** The learner's first client, whom no password keeps out, in a database. */
    void openFirst(int database) {
        Session first = get("").session();
        first.setAuthenticated(true);
        first.select(database);
    }

    /** The database that the learner's first client has selected. */
    int firstDatabase() {
        LabClient first = byName.get("");
        return first == null ? 0 : first.session().database();
    }

    /** Clients that are connected, in order of their coming. */
    List<LabClient> connected() {
        return byName.values().stream()
                .filter(client -> !client.connection().isClosed())
                .toList();
    }

    /** The sessions of those at the prompt. */
    Map<String, Session> sessions() {
        Map<String, Session> sessions = new LinkedHashMap<>();
        connected().stream()
                .filter(client -> !client.isVisitor())
                .forEach(client -> sessions.put(client.name(), client.session()));
        return sessions;
    }

    /** A program comes in. @param listener is told of what no command of the client asked for just now */
    LabClient receive(String socket, Consumer<ClientEvent> listener) {
        String name = "shell" + ++visitors;
        LabClient client =
                new LabClient(name, EmbeddedConnection.atSocket(world.engine(), socket), world, listener, true);
        byName.put(name, client);
        return client;
    }

    /** How many programs are here. */
    long visitors() {
        return byName.values().stream().filter(LabClient::isVisitor).count();
    }

    /** A program has gone. */
    void leave(LabClient visitor) {
        byName.remove(visitor.name(), visitor);
        visitor.connection().close();
    }

    /** Ends a client's connection, as closing its window would. */
    void disconnect(String name) {
        LabClient client = byName.remove(name);
        if (client != null) {
            client.hangUp();
        }
    }

    /** There is no prompt here: the learner's first client goes, so that programs are alone. */
    void leavePrompt() {
        hasPrompt = false;
        disconnect("");
    }

    void hangUpVisitors() {
        List.copyOf(byName.values()).stream().filter(LabClient::isVisitor).forEach(LabClient::hangUp);
    }

    /** The engine ends, and with it all connections. */
    void endAll() {
        List<LabClient> before = List.copyOf(byName.values());
        byName.clear();
        before.forEach(LabClient::hangUp);
    }

    /** Another engine has come: who types at the prompt is connected to it. */
    void reconnect() {
        if (hasPrompt) {
            get("").session().setAuthenticated(true);
        }
    }
}
