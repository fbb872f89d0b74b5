package io.redislab.engine.monitor;

import io.redislab.engine.Engine;
import io.redislab.engine.script.Scripting;

/** INFO's section on memory. */
final class MemorySection implements Info.Section {
    /** What Redis' two Lua interpreters take when they have no scripts. */
    private static final long EVAL_VM = 32_768;

    private static final long FUNCTION_VM = 33_792;

    private final Engine engine;

    MemorySection(Engine engine) {
        this.engine = engine;
    }

    @Override
    public void write(InfoText text) {
        MemoryReport memory = MemoryReport.of(engine);
        Scripting scripting = engine.scripting();
        long lua = EVAL_VM;
        long functionsVm = FUNCTION_VM;
        text.bytes("used_memory", memory.used())
                .bytes("used_memory_rss", memory.rss())
                .bytes("used_memory_peak", memory.peak())
                .percent("used_memory_peak_perc", memory.peakPercent())
                .field("used_memory_overhead", memory.overhead())
                .field("used_memory_startup", memory.startup())
                .field("used_memory_dataset", memory.dataset())
                .percent("used_memory_dataset_perc", memory.datasetPercent())
                .field("allocator_allocated", memory.used())
                .field("allocator_active", memory.active())
                .field("allocator_resident", memory.resident())
                .bytes("total_system_memory", Host.totalMemory())
                .field("used_memory_lua", lua)
                .field("used_memory_vm_eval", lua)
                .field("used_memory_lua_human", InfoText.human(lua))
                .field("used_memory_scripts_eval", memory.scripts())
                .field("number_of_cached_scripts", scripting.scriptCount())
                .field("number_of_functions", scripting.functionCount())
                .field("number_of_libraries", scripting.libraryCount())
                .field("used_memory_vm_functions", functionsVm)
                .bytes("used_memory_vm_total", lua + functionsVm)
                .field("used_memory_functions", memory.functions())
                .bytes("used_memory_scripts", memory.scripts() + memory.functions())
                .bytes("maxmemory", engine.config().maxmemory())
                .field("maxmemory_policy", engine.config().maxmemoryPolicy().wireName())
                .decimal("allocator_frag_ratio", memory.allocatorFragmentation())
                .field("allocator_frag_bytes", memory.allocatorFragmentationBytes())
                .decimal("allocator_rss_ratio", memory.allocatorRss())
                .field("allocator_rss_bytes", memory.allocatorRssBytes())
                .decimal("rss_overhead_ratio", memory.rssOverhead())
                .field("rss_overhead_bytes", memory.rssOverheadBytes())
                .decimal("mem_fragmentation_ratio", memory.fragmentation())
                .field("mem_fragmentation_bytes", memory.fragmentationBytes())
                .field("mem_not_counted_for_evict", engine.memory().notOfMaxmemory())
                .field("mem_replication_backlog", memory.backlog())
                .field("mem_total_replication_buffers", memory.backlog() + memory.replicaBuffers())
                .field("mem_clients_slaves", memory.replicaBuffers())
                .field("mem_clients_normal", memory.clients())
                .field("mem_cluster_links", 0)
                .field("mem_aof_buffer", memory.aofBuffer())
                .field("mem_allocator", "jemalloc-5.3.0")
                .field("active_defrag_running", 0)
                .field("lazyfree_pending_objects", 0)
                .field("lazyfreed_objects", engine.keyspace().lazyFreed());
    }
}
