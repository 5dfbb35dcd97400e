package dev.latticenano.bench.relay;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.BigEndian;
import dev.latticenano.core.bytes.Cursor;
import dev.latticenano.core.frame.FrameView;
import dev.latticenano.core.frame.FrameWriter;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.link.LinkEnd;
import dev.latticenano.core.noise.NoiseLink;
import dev.latticenano.core.run.RunReader;
import dev.latticenano.core.session.Held;
import dev.latticenano.core.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * One link of a member to a relay, without a node: agrees on what the store holds as any peer does;
 * from then on opens what is pushed, reads its runs, counts them and answers, and keeps none of it.
 */
final class Listener {
  private static final int PREFIX_BYTES = 4;

  // Acks of members are shorter; they are not counted.
  private static final int CONTENT_BYTES_MIN = 200;

  // Of a set, in messages.
  private static final int DIGEST_BYTES = 16;

  // Above those of the meeting.
  private static final long FIRST_ROUND = 1000;

  private final SocketChannel channel;
  private final NoiseLink noise;
  private final LinkEnd end;
  private final StoreId store;
  private final Tools tools;
  private byte[] partial = {};
  private boolean listening;
  private int heard;
  private long number;
  private boolean answerDue;
  private int rounds;
  private long peerRound;
  private long round = FIRST_ROUND;
  private boolean roundDue;

  /** True if the relay was told the set that this end would have now, in a round. */
  private boolean toldAll;

  private long batch;
  private long fresh;
  private boolean ackDue;
  private final byte[] digest;

  /** What all of one thread share. */
  static final class Tools {
    final ByteBuffer direct = ByteBuffer.allocateDirect(1 << 17);
    final byte[] in = new byte[1 << 20];
    final byte[] out = new byte[Limits.FRAME_BYTES_MAX + PREFIX_BYTES];
    final FrameView view = new FrameView();
    final FrameWriter writer = new FrameWriter();
    final Cursor fields = new Cursor();
    final Counting counting;
    final RunReader runs;

    Tools(StoreId store, byte[] author, Counting counting) {
      this.counting = counting;
      // What is looked up is nobody's here: what comes is counted, and not kept.
      this.runs =
          new RunReader(
              store,
              (prefix, offset, hash, key) -> {
                System.arraycopy(author, 0, key, 0, author.length);
                return true;
              });
    }
  }

  /** Told of each intention that comes. */
  interface Counting {
    /** That of index {@code index}, from 0, has come over one link. */
    void came(int index);
  }

  Listener(SocketChannel channel, NoiseLink noise, LinkEnd end, Held held, Tools tools) {
    this.channel = channel;
    this.noise = noise;
    this.end = end;
    this.store = held.id();
    this.tools = tools;
    byte[] whole = new byte[Hash.BYTES];
    held.dag().shown().digest(whole, 0);
    digest = Arrays.copyOf(whole, DIGEST_BYTES);
  }

  SocketChannel channel() {
    return channel;
  }

  /** True once both ends hold the same and have nothing to say. */
  boolean isComplete() {
    return end.peer().agrees(store) && end.peer().isComplete();
  }

  /** From now on it counts what comes and keeps none of it. */
  void listen() {
    listening = true;
  }

  /** What comes next is the intention of this index, whatever did not come before. */
  void expect(int next) {
    heard = next;
  }

  /** As far as it has not listening: time has come to {@code nowMs}. */
  void tick(long nowMs) throws StoreException, IOException {
    if (!listening) {
      end.tick(nowMs);
      say(nowMs);
    }
  }

  private void say(long nowMs) throws StoreException, IOException {
    int length = end.transmit(tools.out, PREFIX_BYTES, nowMs);
    while (length > 0) {
      send(length);
      length = end.transmit(tools.out, PREFIX_BYTES, nowMs);
    }
  }

  private void send(int length) throws IOException {
    BigEndian.putInt(tools.out, 0, length);
    tools.direct.clear().put(tools.out, 0, PREFIX_BYTES + length).flip();
    while (tools.direct.hasRemaining()) {
      channel.write(tools.direct);
    }
  }

  /** Reads what there is, and answers it. */
  void read(long nowMs) throws StoreException, IOException {
    int bytes = channel.read(tools.direct.clear());
    if (bytes < 0) {
      throw new IOException("the relay hung up after " + heard);
    }
    System.arraycopy(partial, 0, tools.in, 0, partial.length);
    tools.direct.flip().get(tools.in, partial.length, bytes);
    int limit = partial.length + bytes;
    int at = 0;
    while (limit - at >= PREFIX_BYTES) {
      int length = BigEndian.intAt(tools.in, at);
      if (limit - at - PREFIX_BYTES < length) {
        break;
      }
      if (length > 0) {
        frame(at + PREFIX_BYTES, length, nowMs);
      }
      at += PREFIX_BYTES + length;
    }
    partial = at == limit ? new byte[0] : Arrays.copyOfRange(tools.in, at, limit);
    if (answerDue || ackDue || roundDue) {
      answer(nowMs);
    }
  }

  private void frame(int offset, int length, long nowMs) throws StoreException, IOException {
    if (!listening) {
      end.receive(tools.in, offset, length, nowMs);
      end.tick(nowMs);
      say(nowMs);
      return;
    }
    noise.receive(tools.in, offset, length, nowMs);
    if (noise.openedLength() == 0) {
      throw new IOException("a frame does not open");
    }
    tools.view.wrap(tools.in, noise.openedOffset(), noise.openedLength()).check();
    do {
      int at = tools.view.bodyOffset();
      int bodyBytes = tools.view.bodyLength();
      switch (tools.view.number()) {
        case Message.PUSH -> push(at, bodyBytes);
        case Message.FRONTIER -> frontier(at, bodyBytes);
        case Message.INTENTIONS -> batch(at, bodyBytes);
        default -> {}
      }
    } while (tools.view.next());
  }

  private void push(int offset, int length) throws StoreException {
    Cursor fields = tools.fields.wrap(tools.in, offset, length);
    while (fields.nextField()) {
      int at = fields.dataOffset();
      switch (fields.fieldNumber()) {
        case 2 -> number = fields.value();
        case 3 -> System.arraycopy(tools.in, at, digest, 0, digest.length);
        case 6 -> run(at, fields.dataLength());
        default -> {}
      }
    }
    answerDue = true;
  }

  /** The relay begins a round: it is told the last set that it told, and sends what came since. */
  private void frontier(int offset, int length) {
    boolean same = false;
    Cursor fields = tools.fields.wrap(tools.in, offset, length);
    while (fields.nextField()) {
      int at = fields.dataOffset();
      int bytes = fields.dataLength();
      switch (fields.fieldNumber()) {
        case 2 -> peerRound = fields.value();
        case 3 -> same = Arrays.equals(digest, 0, bytes, tools.in, at, at + bytes);
        default -> {}
      }
    }
    rounds++;
    roundDue |= !same || !toldAll;
  }

  private void batch(int offset, int length) throws StoreException {
    int before = heard;
    long ofRound = 0;
    Cursor fields = tools.fields.wrap(tools.in, offset, length);
    while (fields.nextField()) {
      int at = fields.dataOffset();
      switch (fields.fieldNumber()) {
        case 2 -> ofRound = fields.value();
        case 3 -> {
          if (ofRound != round) {
            // Of a round that another followed, whose answer has all of it again.
            return;
          }
          batch = fields.value();
        }
        case 6 -> run(at, fields.dataLength());
        case 7 -> {
          System.arraycopy(tools.in, at, digest, 0, digest.length);
          roundDue = true;
        }
        default -> {}
      }
    }
    fresh = (batch == 1 ? 0 : fresh) + heard - before;
    ackDue = true;
  }

  private void run(int offset, int length) throws StoreException {
    toldAll = false;
    RunReader run = tools.runs.wrap(tools.in, offset, length);
    while (run.next()) {
      if (run.length() >= CONTENT_BYTES_MIN) {
        tools.counting.came(heard++);
      }
    }
    if (run.verdict() != Verdict.OK) {
      throw new IllegalStateException("a run of " + run.count() + ": " + run.verdict());
    }
  }

  private void answer(long nowMs) throws IOException {
    int before = noise.prepare(nowMs);
    int at = PREFIX_BYTES + before;
    if (answerDue) {
      answerDue = false;
      tools.writer.start(tools.out, at, Message.PUSHED).number(2, number);
      at += tools.writer.bytes(3, digest, 0, digest.length).finish();
    }
    if (ackDue) {
      ackDue = false;
      tools.writer.start(tools.out, at, Message.ACK).number(2, round).number(3, batch);
      at += tools.writer.number(4, fresh).number(7, peerRound).finish();
    }
    if (roundDue) {
      roundDue = false;
      toldAll = true;
      tools.writer.start(tools.out, at, Message.FRONTIER).number(2, ++round);
      at += tools.writer.bytes(3, digest, 0, digest.length).finish();
    }
    send(noise.seal(tools.out, PREFIX_BYTES, at - PREFIX_BYTES - before));
  }

  /** Rounds that the relay began since it listening. */
  int rounds() {
    return rounds;
  }
}
