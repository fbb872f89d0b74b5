package io.redislab.server;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.UnixChannel;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import jdk.net.ExtendedSocketOptions;

/** How sockets are reached: through Linux' epoll where its library loads, through the JDK's selector elsewhere. */
enum Transport {
    EPOLL {
        @Override
        IoHandlerFactory ioHandler() {
            return EpollIoHandler.newFactory();
        }

        @Override
        ServerChannel newTcpServer() {
            return new EpollServerSocketChannel();
        }

        @Override
        ServerChannel newUnixServer() {
            return new EpollServerDomainSocketChannel();
        }

        @Override
        SocketChannel newTcpClient() {
            return new EpollSocketChannel();
        }

        @Override
        SocketAddress unixAddress(String path) {
            return new DomainSocketAddress(path);
        }

        @Override
        void setKeepAlive(Channel channel, int seconds) {
            channel.config().setOption(EpollChannelOption.TCP_KEEPIDLE, seconds);
            channel.config().setOption(EpollChannelOption.TCP_KEEPINTVL, Math.max(1, seconds / 3));
            channel.config().setOption(EpollChannelOption.TCP_KEEPCNT, 3);
        }
    },
    NIO {
        @Override
        IoHandlerFactory ioHandler() {
            return NioIoHandler.newFactory();
        }

        @Override
        ServerChannel newTcpServer() {
            return new NioServerSocketChannel();
        }

        @Override
        ServerChannel newUnixServer() {
            return new NioServerDomainSocketChannel();
        }

        @Override
        SocketChannel newTcpClient() {
            return new NioSocketChannel();
        }

        @Override
        SocketAddress unixAddress(String path) {
            return UnixDomainSocketAddress.of(path);
        }

        @Override
        void setKeepAlive(Channel channel, int seconds) {
            channel.config().setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), seconds);
            channel.config()
                    .setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), Math.max(1, seconds / 3));
            channel.config().setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), 3);
        }
    };

    static Transport best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    /** As INFO names it. */
    String multiplexingApi() {
        return this == EPOLL ? "epoll" : "select";
    }

    abstract IoHandlerFactory ioHandler();

    abstract ServerChannel newTcpServer();

    abstract ServerChannel newUnixServer();

    /** A connection to be made. */
    abstract SocketChannel newTcpClient();

    abstract SocketAddress unixAddress(String path);

    /** When and how often the system probes a silent client; it is dead after three probes without an answer. */
    abstract void setKeepAlive(Channel channel, int seconds);

    /** The number of the channel's socket, -1 where it can't be known. */
    static int descriptor(Channel channel) {
        return channel instanceof UnixChannel unix ? unix.fd().intValue() : -1;
    }
}
