package io.redislab.engine.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who acts on changes of which parameter. */
final class ListenerList {
    private record Entry(Parameter parameter, Configuration.Listener listener) {}

    private final List<Entry> entries = new ArrayList<>();

    void add(Parameter parameter, Configuration.Listener listener) {
        entries.add(new Entry(parameter, listener));
    }

    /** The listeners of these parameters, each once, with the first parameter that called for it. */
    Map<Configuration.Listener, Parameter> of(List<Parameter> changed) {
        Map<Configuration.Listener, Parameter> found = new LinkedHashMap<>();
        for (Parameter parameter : changed) {
            for (Entry entry : entries) {
                if (entry.parameter() == parameter) {
                    found.putIfAbsent(entry.listener(), parameter);
                }
            }
        }
        return found;
    }
}
