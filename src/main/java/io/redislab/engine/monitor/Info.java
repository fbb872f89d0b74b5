package io.redislab.engine.monitor;

import io.redislab.engine.Engine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** INFO: its sections in their order. */
public final class Info {
    /** Writes the fields of a section. */
    interface Section {
        void write(InfoText text);
    }

    private record Entry(String title, boolean byDefault, Section section) {}

    private final Map<String, Entry> sections = new LinkedHashMap<>();
    private final ServerSections server;

    public Info(Engine engine) {
        server = new ServerSections(engine);
        StatisticsSections statistics = new StatisticsSections(engine);
        add("server", true, server::server);
        add("clients", true, server::clients);
        add("memory", true, new MemorySection(engine));
        add("persistence", true, server::persistence);
        add("stats", true, statistics::stats);
        add("replication", true, server::replication);
        add("cpu", true, server::cpu);
        add("modules", true, text -> {});
        add("commandstats", false, statistics::commandStats);
        add("errorstats", true, statistics::errorStats);
        add("latencystats", false, statistics::latencyStats);
        add("cluster", true, server::cluster);
        add("keyspace", true, statistics::keyspace);
    }

    /** How sockets are waited for, as INFO names it; {@code none} without sockets. */
    public void setMultiplexingApi(String name) {
        server.setMultiplexingApi(name);
    }

    private void add(String name, boolean byDefault, Section section) {
        String title = name.equals("cpu") ? "CPU" : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        sections.put(name, new Entry(title, byDefault, section));
    }

    /**
     * The text.
     *
     * @param wanted names of sections, {@code default}, {@code all} or {@code everything}, in any case; none for the default
     */
    public byte[] text(List<String> wanted) {
        Set<String> names = new TreeSet<>();
        wanted.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        boolean all = names.contains("all") || names.contains("everything");
        boolean standard = wanted.isEmpty() || names.contains("default");
        InfoText text = new InfoText();
        sections.forEach((name, entry) -> {
            if (all || names.contains(name) || standard && entry.byDefault()) {
                text.title(entry.title());
                entry.section().write(text);
            }
        });
        return text.toBytes();
    }
}
