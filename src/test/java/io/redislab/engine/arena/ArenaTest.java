package io.redislab.engine.arena;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArenaTest {
    /** A block, and what was written into it: all its bytes. */
    private record Block(int address, byte[] content) {}

    private static Block make(Arena arena, Random random) {
        int size = random.nextInt(4) == 0 ? 1 + random.nextInt(arena.maxBlock()) : 1 + random.nextInt(80);
        byte[] content = new byte[Arena.rounded(size)];
        random.nextBytes(content);
        int address = arena.allocate(size);
        assertNotEquals(0, address);
        arena.put(address, 0, content);
        return new Block(address, content);
    }

    private static void check(Arena arena, Block block) {
        assertArrayEquals(block.content, arena.get(block.address, 0, block.content.length));
        assertTrue(arena.holds(block.address, 0, block.content));
    }

    /** Blocks overlap with none and nothing is lost, whatever is taken and given back. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void blocksKeepWhatIsWrittenIntoThem(long seed) {
        Random random = new Random(seed);
        Arena arena =
                switch ((int) seed % 3) {
                    case 0 -> new TinyArena();
                    case 1 -> Arena.small();
                    default -> Arena.large(ChunkSource.AT_ONCE);
                };
        List<Block> blocks = new ArrayList<>();
        List<Integer> slabs = new ArrayList<>();
        // A tiny one is left by whoever has outgrown it.
        int rounds = seed % 3 == 0 ? 6000 : 60_000;
        for (int round = 0; round < rounds; round++) {
            boolean grows = round / (rounds / 6) % 2 == 0;
            if (blocks.isEmpty() || random.nextInt(10) < (grows ? 8 : 3)) {
                blocks.add(make(arena, random));
            } else {
                Block last = blocks.remove(blocks.size() - 1);
                int at = random.nextInt(blocks.size() + 1);
                Block gone = at == blocks.size() ? last : blocks.set(at, last);
                check(arena, gone);
                arena.free(gone.address, gone.content.length);
            }
            if (round % (rounds / 60) == 0) {
                int slab = arena.allocateSlab();
                arena.zero(slab, arena.slab());
                slabs.add(slab);
            }
        }
        blocks.forEach(block -> check(arena, block));
        Arena copy = arena.copy();
        blocks.forEach(block -> arena.free(block.address, block.content.length));
        for (int slab : slabs) {
            assertArrayEquals(new byte[arena.slab()], arena.get(slab, 0, arena.slab()));
            arena.freeSlab(slab);
        }
        assertEquals(0, arena.bytes());
        blocks.forEach(block -> check(copy, block));
    }

    /** Somebody who makes arrays ahead hears in time that one will be needed. */
    @Test
    void aChunkIsAnnouncedBeforeItIsTaken() {
        List<String> asked = new ArrayList<>();
        Arena arena = Arena.large(new ChunkSource() {
            @Override
            public void expect(int chunks) {
                asked.add("expect " + chunks);
            }

            @Override
            public byte[] take() {
                asked.add("take");
                return AT_ONCE.take();
            }
        });
        for (int i = 0; i < 9 * 1024 * 4; i++) {
            arena.allocate(256);
        }
        arena.expect(6_500_000);
        assertEquals(
                List.of(
                        "expect 1",
                        "take",
                        "expect 1",
                        "take",
                        "expect 1",
                        "take",
                        "expect 1",
                        "take",
                        "expect 1",
                        "take",
                        "expect 1",
                        "expect 4"),
                asked);
    }

    @Test
    void whatIsGivenBackServesOtherSizes() {
        Arena arena = Arena.large(ChunkSource.AT_ONCE);
        List<Integer> small = new ArrayList<>();
        for (int i = 0; i < 800_000; i++) {
            small.add(arena.allocate(48));
        }
        long before = arena.bytes();
        small.forEach(block -> arena.free(block, 48));
        assertEquals(0, arena.bytes());
        for (int i = 0; i < 360_000; i++) {
            arena.allocate(96);
        }
        assertTrue(arena.bytes() < before);
        assertTrue(
                arena.reserved() <= before + ChunkSource.CHUNK,
                () -> arena.reserved() + " bytes reserved, of " + before);
    }

    @Test
    void memoryThatNobodyUsesIsGivenBack() {
        Arena arena = Arena.large(ChunkSource.AT_ONCE);
        List<Integer> blocks = new ArrayList<>();
        for (int i = 0; i < 800_000; i++) {
            blocks.add(arena.allocate(100));
        }
        assertTrue(arena.reserved() >= 80_000_000);
        blocks.forEach(block -> arena.free(block, 100));
        assertTrue(arena.reserved() <= 2 * ChunkSource.CHUNK, () -> arena.reserved() + " bytes reserved for nothing");
        int address = arena.allocate(8);
        arena.putLong(address, 0, -5);
        assertEquals(-5, arena.getLong(address, 0));
    }

    @Test
    void anArenaOfAFewBlocksIsSmall() {
        Arena arena = Arena.large(ChunkSource.AT_ONCE);
        for (int size = 16; size < 80; size += 16) {
            arena.allocate(size);
        }
        assertTrue(arena.reserved() <= 8L * arena.slab());
    }

    @Test
    void aSmallArenaWastesLittle() {
        Arena arena = Arena.small();
        for (int blocks = 1; blocks <= 300_000; blocks++) {
            arena.allocate(48);
            long used = 48L * blocks;
            long most = used < 100_000 ? used * 9 / 4 + 2L * arena.slab() : used * 8 / 5;
            assertTrue(
                    arena.reserved() <= most + (used < 4_000_000 ? 0 : 1 << 20),
                    () -> arena.reserved() + " bytes reserved for " + used);
        }
    }
}
