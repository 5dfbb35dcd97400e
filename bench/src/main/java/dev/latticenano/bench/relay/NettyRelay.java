package dev.latticenano.bench.relay;

import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.dag.ReplayProgress;
import dev.latticenano.core.link.Ends;
import dev.latticenano.core.relay.Relay;
import dev.latticenano.core.relay.RelayEvent;
import dev.latticenano.core.relay.RelaySettings;
import dev.latticenano.core.session.LinkProfile;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.host.Failure;
import dev.latticenano.host.SystemEntropy;
import dev.latticenano.link.Link;
import dev.latticenano.relay.home.DiskShelf;
import dev.latticenano.relay.home.RelayHome;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The relay behind netty, for comparison: one event loop, frames behind their length as in
 * docs/links.md. It has none of the guards of the real one: what it costs is at least this.
 */
public final class NettyRelay {
  private static final int PREFIX_BYTES = 4;
  private static final long TICK_MS = 5;

  private final Relay relay;
  private final NioEventLoopGroup group = new NioEventLoopGroup(1);
  private final Map<Integer, Channel> channels = new HashMap<>();
  private final byte[] frame = new byte[Link.FRAME_BYTES_MAX];
  private final byte[] out = new byte[Link.FRAME_BYTES_MAX];
  private int nextLink;

  /** A relay of a directory. */
  public NettyRelay(RelayHome home) throws Failure, StoreException {
    DiskShelf shelf = DiskShelf.open(home.root(), 0);
    relay =
        new Relay(
            home.signer(),
            new Ed25519Verifier(),
            new SystemEntropy(),
            shelf.places(),
            shelf.memory(),
            RelaySettings.DEFAULT);
    home.transportKey(relay::transportKey);
    relay.open(System.currentTimeMillis(), ReplayProgress.SILENT);
  }

  /** Listens at a free port, which is returned, on a thread of its own. */
  public int listen() throws InterruptedException {
    Channel door =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 512)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel.pipeline().addLast(new Line());
                  }
                })
            .bind("127.0.0.1", 0)
            .sync()
            .channel();
    group.scheduleWithFixedDelay(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    return ((InetSocketAddress) door.localAddress()).getPort();
  }

  private void tick() {
    long nowMs = System.currentTimeMillis();
    if (relay.nextDeadlineMs() <= nowMs) {
      try {
        relay.tick(nowMs);
        drain();
      } catch (StoreException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void drain() throws StoreException {
    for (RelayEvent event = relay.pollEvent(); event != null; event = relay.pollEvent()) {
      continue;
    }
    for (int link = relay.takeSpeaker(); link != Ends.NONE; link = relay.takeSpeaker()) {
      Channel channel = channels.get(link);
      long nowMs = System.currentTimeMillis();
      for (int length = relay.transmit(link, out, 0, nowMs);
          length > 0 && channel != null;
          length = relay.transmit(link, out, 0, nowMs)) {
        ByteBuf bytes = channel.alloc().buffer(PREFIX_BYTES + length);
        channel.writeAndFlush(bytes.writeInt(length).writeBytes(out, 0, length));
      }
    }
  }

  /** One link: puts frames together. */
  private final class Line extends ChannelInboundHandlerAdapter {
    private int link;
    private ByteBuf partial;

    @Override
    public void channelActive(ChannelHandlerContext context) throws StoreException {
      link = nextLink++;
      channels.put(link, context.channel());
      relay.link(link, LinkProfile.TCP, System.currentTimeMillis());
      drain();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws StoreException {
      ByteBuf bytes = (ByteBuf) message;
      if (partial != null) {
        partial.writeBytes(bytes);
        bytes.release();
        bytes = partial;
        partial = null;
      }
      while (bytes.readableBytes() >= PREFIX_BYTES) {
        int length = bytes.getInt(bytes.readerIndex());
        if (bytes.readableBytes() < PREFIX_BYTES + length) {
          break;
        }
        bytes.skipBytes(PREFIX_BYTES).readBytes(frame, 0, length);
        if (length > 0) {
          relay.receive(link, frame, 0, length, System.currentTimeMillis());
          drain();
        }
      }
      if (bytes.isReadable()) {
        partial = context.alloc().buffer(2 * bytes.readableBytes()).writeBytes(bytes);
      }
      bytes.release();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      channels.remove(link);
      relay.unlink(link);
    }
  }
}
