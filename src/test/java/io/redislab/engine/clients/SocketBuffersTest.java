package io.redislab.engine.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.redislab.engine.Outlet;
import org.junit.jupiter.api.Test;

/** The sizes that a real server shows in CLIENT LIST for a connection with the same life. */
class SocketBuffersTest {
    private final SocketBuffers.Settings settings = new SocketBuffers.Settings();
    private final SocketBuffers buffers = new SocketBuffers(settings, 0);

    private Outlet.Buffers view(long waiting) {
        return buffers.view(0, waiting, "r");
    }

    @Test
    void aCommandIsStillInTheBufferWhileItRuns() {
        buffers.received(26);
        assertEquals(26, view(0).query());
        assertEquals(20_448, view(0).queryFree());
        buffers.consumed(0, 0);
        assertEquals(0, view(0).query());
        assertEquals(20_474, view(0).queryFree());
    }

    @Test
    void aLargeArgumentGetsItsRoomAtOnce() {
        buffers.received(16_384);
        buffers.consumed(16_000, 400_000);
        assertEquals(400_002, view(0).query() + view(0).queryFree());
    }

    @Test
    void aSilentClientKeepsNoQueryBuffer() {
        buffers.received(26);
        buffers.consumed(0, 0);
        buffers.trim(0, 2000, 2);
        assertEquals(20_474, view(0).queryFree());
        buffers.trim(0, 3000, 3);
        assertEquals(0, view(0).queryFree());
    }

    @Test
    void aLargeQueryBufferShrinksToWhatWasNeededOfLate() {
        buffers.received(400_000);
        buffers.consumed(0, 0);
        buffers.trim(0, 100, 0);
        assertEquals(400_000, view(0).queryFree());
        buffers.received(100);
        buffers.consumed(0, 0);
        buffers.trim(0, 200, 0);
        assertEquals(100, view(0).queryFree());
    }

    @Test
    void theReplyBufferFollowsItsPeak() {
        assertEquals(16_384, view(0).replySize());
        buffers.trim(0, 5000, 0);
        assertEquals(16_384, view(0).replySize());
        assertEquals(0, view(0).replyPeak());
        buffers.trim(0, 5100, 0);
        assertEquals(1024, view(0).replySize());
        for (int i = 0; i < 4; i++) {
            buffers.replied(50_000);
            buffers.trim(0, 5200, 0);
        }
        assertEquals(16_384, view(0).replySize());
        assertEquals(1, settings.shrinks());
        assertEquals(4, settings.expands());
    }

    @Test
    void whatDoesNotFitStandsInBlocks() {
        Outlet.Buffers view = view(16_384 + 16_384 + 1);
        assertEquals(16_384, view.reply());
        assertEquals(2, view.replyBlocks());
        assertEquals(2 * (16_384 + 40), view.replyBlockBytes());
    }
}
