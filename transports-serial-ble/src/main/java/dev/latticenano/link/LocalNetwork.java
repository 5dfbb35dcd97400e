package dev.latticenano.link;

import dev.latticenano.link.LinkException.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;

/**
 * What this machine says and hears on its local networks by multicast DNS: that something listens
 * at a port, under a name that means nothing, and who else says so.
 *
 * <p>A name is 16 hexadecimal digits, fresh for each start, and a suffix for each network, so that
 * a machine with two networks is known to be one. Nothing else is said: no host name, no text.
 * Whatever is heard may be a lie; only addresses of private networks are believed. Source:
 * docs/links.md, link-34 and link-35.
 */
public final class LocalNetwork implements Closeable {
  /** The kind of service that is announced and looked for. */
  public static final String SERVICE = "_lattice._tcp.local.";

  private static final Pattern NAME = Pattern.compile("([0-9a-f]{16})-[0-9]{1,9}");

  /** Takes what is heard, on threads of the network. */
  public interface Listener {
    /** Somebody called {@code name}, 16 digits, listens there. May be said again. */
    void found(String name, String host, int port);

    /** Nobody listens under that name any more. */
    void gone(String name);
  }

  private final String name;
  private final int port;
  private final Listener listener;
  private final Map<InetAddress, JmDNS> speakers = new HashMap<>();
  private boolean closed;

  /**
   * Says nothing before {@link #refresh}.
   *
   * @param name 16 hexadecimal digits that mean nothing
   * @param port where this machine listens
   */
  public LocalNetwork(String name, int port, Listener listener) {
    if (!NAME.matcher(name + "-0").matches()) {
      throw new IllegalArgumentException("name " + name);
    }
    this.name = name;
    this.port = port;
    this.listener = listener;
  }

  /**
   * Speaks on the networks that this machine has now, and no more on those it had: to be called
   * again from time to time.
   */
  public synchronized void refresh() throws LinkException {
    try {
      refresh(addresses());
    } catch (SocketException e) {
      throw new LinkException(Kind.FAILED, "cannot see the networks of this machine", e);
    }
  }

  /** As above with the addresses of this machine to speak from. */
  synchronized void refresh(Set<InetAddress> addresses) throws LinkException {
    Set<InetAddress> left = new HashSet<>(speakers.keySet());
    left.removeAll(addresses);
    for (InetAddress each : left) {
      closeQuietly(speakers.remove(each));
    }
    for (InetAddress each : addresses) {
      if (!closed && !speakers.containsKey(each)) {
        speakers.put(each, speak(each));
      }
    }
  }

  private JmDNS speak(InetAddress address) throws LinkException {
    String full =
        name + "-" + (Arrays.hashCode(address.getAddress()) & 0x7fff_ffff) % 1_000_000_000;
    JmDNS speaker = null;
    try {
      speaker = JmDNS.create(address, full);
      speaker.addServiceListener(SERVICE, new Ear(speaker));
      speaker.registerService(ServiceInfo.create(SERVICE, full, port, 0, 0, new byte[] {0}));
      return speaker;
    } catch (IOException e) {
      closeQuietly(speaker);
      throw new LinkException(Kind.FAILED, "cannot be found from " + address.getHostAddress(), e);
    }
  }

  /** Addresses of networks whose members hear each other: those of version 4 are enough. */
  private static Set<InetAddress> addresses() throws SocketException {
    Set<InetAddress> found = new HashSet<>();
    for (NetworkInterface each :
        NetworkInterface.networkInterfaces().toArray(NetworkInterface[]::new)) {
      if (each.isUp() && each.supportsMulticast() && !each.isLoopback()) {
        each.inetAddresses().filter(LocalNetwork::isNear).forEach(found::add);
      }
    }
    return found;
  }

  /** Whether an address belongs to a network of one's own and not to the wide world. */
  private static boolean isNear(InetAddress address) {
    return address instanceof Inet4Address
        && (address.isSiteLocalAddress()
            || address.isLinkLocalAddress()
            || address.isLoopbackAddress());
  }

  /** What one network says. */
  private final class Ear implements ServiceListener {
    private final JmDNS speaker;

    Ear(JmDNS speaker) {
      this.speaker = speaker;
    }

    @Override
    public void serviceAdded(ServiceEvent event) {
      if (nameOf(event) != null) {
        speaker.requestServiceInfo(event.getType(), event.getName());
      }
    }

    @Override
    public void serviceResolved(ServiceEvent event) {
      String heard = nameOf(event);
      ServiceInfo info = event.getInfo();
      if (heard == null || info.getPort() < 1 || info.getPort() > 65_535) {
        return;
      }
      for (InetAddress each : info.getInet4Addresses()) {
        if (isNear(each)) {
          listener.found(heard, each.getHostAddress(), info.getPort());
          return;
        }
      }
    }

    @Override
    public void serviceRemoved(ServiceEvent event) {
      String heard = nameOf(event);
      if (heard != null) {
        listener.gone(heard);
      }
    }

    /** The name of somebody else, or null. */
    private String nameOf(ServiceEvent event) {
      var parts = NAME.matcher(event.getName());
      return parts.matches() && !parts.group(1).equals(name) ? parts.group(1) : null;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    speakers.values().forEach(LocalNetwork::closeQuietly);
    speakers.clear();
  }

  private static void closeQuietly(JmDNS speaker) {
    try {
      if (speaker != null) {
        speaker.close();
      }
    } catch (IOException e) {
      // A network that is gone does not need to hear that nobody listens.
    }
  }
}
