package dev.latticenano.core.session;

import dev.latticenano.core.Verdict;
import dev.latticenano.core.frame.FrameView;
import dev.latticenano.core.frame.Message;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;

/** What one end of a link hears: each message of a frame goes to whoever it is for. */
final class Incoming {
  // Only while a frame is read.
  private FrameView frame;
  private final LinkProfile profile;
  private final Greeting greeting;
  private final Refusals refusals;
  private final Offers offers;
  private final Joining joining;
  private final Sessions sessions;
  private final ChunkExchange exchange;
  private final Rest rest;
  private final Silence silence;
  private final Sessions.Beginning beginning;
  private Errands errands = Errands.NONE;
  private boolean unread;
  private boolean waiting;
  // Of the session of the message that is read.
  private StoreId about;
  private boolean refused;
  private StoreId refusedOf;

  Incoming(
      LinkProfile profile,
      Greeting greeting,
      Refusals refusals,
      Offers offers,
      Joining joining,
      Sessions sessions,
      ChunkExchange exchange,
      Rest rest,
      Silence silence,
      Sessions.Beginning beginning) {
    this.profile = profile;
    this.greeting = greeting;
    this.refusals = refusals;
    this.offers = offers;
    this.joining = joining;
    this.sessions = sessions;
    this.exchange = exchange;
    this.rest = rest;
    this.silence = silence;
    this.beginning = beginning;
  }

  /** From now on {@code newErrands} hears what is for nobody else. */
  void errands(Errands newErrands) {
    errands = newErrands;
  }

  /** As {@link Peer#receive}. */
  Verdict receive(byte[] bytes, int offset, int length, long nowMs) throws StoreException {
    frame = new FrameView().wrap(bytes, offset, length);
    unread = false;
    waiting = false;
    takeRefusedOf();
    Verdict verdict = begin(nowMs);
    if (verdict == Verdict.OK && unread) {
      return receiveRest(bytes, nowMs);
    }
    frame = null;
    return verdict;
  }

  private Verdict begin(long nowMs) throws StoreException {
    Verdict form = frame.check();
    if (form != Verdict.OK) {
      refusals.refuse(form, frame.number());
      return form;
    }
    if (frame.conversation() < greeting.conversation()) {
      // Was on its way when another conversation began.
      return Verdict.OK;
    }
    boolean begins = frame.conversation() > greeting.conversation();
    boolean greets = frame.number() == Message.HELLO;
    if (begins && !(greets && greeting.mayBegin(nowMs))) {
      return greets ? Verdict.CONVERSATIONS_TOO_MANY : notGreeted();
    }
    if (begins) {
      goOver(frame.conversation());
    }
    sessions.nextFrame();
    unread = true;
    return Verdict.OK;
  }

  /** As {@link Peer#waitsFor}. */
  StoreId waitsFor() {
    return waiting ? about : null;
  }

  /** As {@link Peer#takeRefusedOf}. */
  StoreId takeRefusedOf() {
    StoreId store = refusedOf;
    refusedOf = null;
    refused = false;
    return store;
  }

  /** As {@link Peer#receiveRest}. */
  Verdict receiveRest(byte[] bytes, long nowMs) throws StoreException {
    Verdict first = Verdict.OK;
    waiting = false;
    if (unread) {
      frame.moved(bytes);
    }
    while (unread && !waiting) {
      int number = frame.number();
      // If the disk fails.
      Verdict verdict = Verdict.STORE_FULL;
      about = null;
      try {
        verdict = dispatch(bytes, frame.bodyOffset(), frame.bodyLength(), nowMs);
        if (verdict != Verdict.OK && number != Message.REFUSAL) {
          refusals.refuse(verdict, number);
        }
      } finally {
        refusedOf = refused || verdict == Verdict.OK ? refusedOf : about;
        refused |= verdict != Verdict.OK;
        unread = waiting || frame.next();
        frame = unread ? frame : null;
      }
      if (!waiting) {
        silence.heard(number, verdict, nowMs);
      }
      first = first == Verdict.OK ? verdict : first;
    }
    return first;
  }

  /** The peer begins another conversation: nothing of the old one holds. */
  private void goOver(int conversation) {
    greeting.begin(conversation);
    sessions.clear();
    exchange.start(sessions::contains, greeting.peerKey());
    offers.reset();
    rest.reset();
    joining.reset();
    refusals.forgive();
    errands.begin();
  }

  private Verdict dispatch(byte[] bytes, int offset, int length, long nowMs) throws StoreException {
    if (frame.number() == Message.HELLO) {
      return greeting.hello(bytes, offset, length);
    }
    if (frame.number() == Message.REFUSAL) {
      Verdict verdict = refusals.receive(bytes, offset, length);
      sessions.unknownToPeer(refusals.unknownToPeer());
      errands.unknownToPeer(refusals.unknownToPeer());
      if (refusals.unknownToPeer() == Message.JOIN) {
        joining.unknownToPeer();
      }
      return verdict;
    }
    if (!greeting.isHeard()) {
      return notGreeted();
    }
    if (Message.isOfSession(frame.number())) {
      return toSession(bytes, offset, length, nowMs);
    }
    return switch (frame.number()) {
      case Message.OFFER -> offer(bytes, offset, length);
      case Message.WANT ->
          sessions.isEmpty() ? Verdict.SESSION_UNKNOWN : exchange.want(bytes, offset, length);
      case Message.CHUNK -> exchange.chunk(bytes, offset, length, nowMs);
      case Message.ABSENT -> exchange.absent(bytes, offset, length, rest.peerNews());
      case Message.REST -> rest(bytes, offset, length);
      case Message.KEPT -> exchange.receipts().kept(bytes, offset, length, nowMs);
      case Message.JOIN -> joining.join(bytes, offset, length, nowMs);
      case Message.JOINED -> joining.joined(bytes, offset, length);
      case Message.GRANT -> offers.granting().grant(bytes, offset, length);
      default -> errands.receive(frame.number(), bytes, offset, length, nowMs);
    };
  }

  private Verdict notGreeted() {
    return profile.retryMs() > 0 ? Verdict.OK : Verdict.NOT_GREETED;
  }

  private Verdict offer(byte[] bytes, int offset, int length) throws StoreException {
    List<Offers.Shared> shared = new ArrayList<>();
    Verdict verdict = offers.offer(bytes, offset, length, profile.retryMs() > 0, shared);
    shared.forEach(each -> exchange.receipts().log(each.store().custody()));
    if (verdict == Verdict.OK && sessions.add(shared, beginning)) {
      exchange.peerGrew();
    }
    return verdict;
  }

  private Verdict toSession(byte[] bytes, int offset, int length, long nowMs)
      throws StoreException {
    long place = Sessions.place(bytes, offset, length);
    Session session = sessions.find(place);
    if (session == null) {
      // What the peer offers and is not here it cannot know to be not here.
      boolean fine = profile.retryMs() > 0 || offers.isOfferedByPeer(place);
      return fine ? Verdict.OK : Verdict.SESSION_UNKNOWN;
    }
    about = session.store();
    Verdict verdict = sessions.receive(session, frame.number(), bytes, offset, length, nowMs);
    waiting = session.sides().takeWaiting();
    if (sessions.takePeerGrew()) {
      exchange.peerGrew();
      sessions.peerGrew();
    }
    return verdict;
  }

  private Verdict rest(byte[] bytes, int offset, int length) {
    Verdict verdict = rest.receive(bytes, offset, length);
    if (rest.takePeerNews()) {
      exchange.peerGrew();
      sessions.peerGrew();
    }
    return verdict;
  }
}
