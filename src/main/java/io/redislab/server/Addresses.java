package io.redislab.server;

import io.netty.channel.Channel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Addresses as CLIENT LIST shows them. */
final class Addresses {
    private Addresses() {}

    /** {@code 127.0.0.1:6379}, {@code [::1]:6379}, {@code /path:0}; the second address serves where the first says nothing. */
    static String text(@Nullable SocketAddress address, @Nullable SocketAddress otherwise) {
        if (address instanceof InetSocketAddress inet) {
            InetAddress host = inet.getAddress();
            return host instanceof Inet6Address
                    ? "[" + compressed(host.getHostAddress()) + "]:" + inet.getPort()
                    : host.getHostAddress() + ":" + inet.getPort();
        }
        String path = "";
        if (address instanceof DomainSocketAddress unix) {
            path = unix.path();
        } else if (address instanceof UnixDomainSocketAddress unix) {
            path = unix.getPath().toString();
        }
        if (path.isEmpty() && otherwise != null) {
            return text(otherwise, null);
        }
        return path + ":0";
    }

    /** Whether the other end is on this machine. */
    static boolean isLocal(Channel channel) {
        return !(channel.remoteAddress() instanceof InetSocketAddress inet)
                || inet.getAddress().isLoopbackAddress();
    }

    /** The longest run of zero groups as {@code ::}. */
    private static String compressed(String address) {
        int zone = address.indexOf('%');
        String[] groups = (zone < 0 ? address : address.substring(0, zone)).split(":", -1);
        int best = 0;
        int bestLength = 1;
        for (int i = 0; i < groups.length; i++) {
            int length = 0;
            while (i + length < groups.length && groups[i + length].equals("0")) {
                length++;
            }
            if (length > bestLength) {
                best = i;
                bestLength = length;
            }
        }
        if (bestLength == 1) {
            return String.join(":", groups);
        }
        return String.join(":", Arrays.copyOfRange(groups, 0, best)) + "::"
                + String.join(":", Arrays.copyOfRange(groups, best + bestLength, groups.length));
    }
}
