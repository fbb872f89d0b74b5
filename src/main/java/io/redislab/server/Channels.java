package io.redislab.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;

/** What is done with channels without waiting for it: a failure closes the channel, which its handler sees. */
@SuppressWarnings("FutureReturnValueIgnored")
final class Channels {
    private Channels() {}

    static void close(Channel channel) {
        channel.close();
    }

    static void register(EventLoop loop, Channel channel) {
        channel.unsafe().register(loop, channel.newPromise());
    }

    static void send(Channel channel, ByteBuf bytes) {
        channel.writeAndFlush(bytes, channel.voidPromise());
    }

    static void sendLast(Channel channel, ByteBuf bytes) {
        channel.writeAndFlush(bytes).addListener(ChannelFutureListener.CLOSE);
    }
}
