package dev.latticenano.core.state;

import dev.latticenano.core.Limits;
import dev.latticenano.core.Verdict;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.VectorFolder;
import dev.latticenano.core.intention.AuthorId;
import dev.latticenano.core.intention.GenesisOp;
import dev.latticenano.core.intention.Hash;
import dev.latticenano.core.intention.Hlc;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.store.StoreException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * Writes docs/vectors/member-*.txt: one file, one behaviour of docs/members.md. Run {@code main}
 * after a change of rules; {@code MemberVectorsTest} compares what is committed.
 */
final class MemberVectors {
  private static final AuthorId ANN = Saga.CREATOR;
  private static final AuthorId BOB = Saga.author(60);

  /** An unsigned intention and its name. */
  private record Told(String hex, Hash hash) {}

  private final Map<String, String> files = new TreeMap<>();
  private final StoreId store;
  private int time = 1000;

  private MemberVectors(StoreId store) {
    this.store = store;
  }

  /** File name to content, of all vectors. */
  static Map<String, String> files() throws StoreException {
    MemberVectors strict = new MemberVectors(Saga.STRICT);
    strict.writes();
    strict.governs();
    strict.limits();
    MemberVectors open = new MemberVectors(Saga.OPEN);
    open.open();
    strict.files.putAll(open.files);
    return strict.files;
  }

  public static void main(String[] arguments) throws IOException, StoreException {
    VectorFolder.write(files());
  }

  private Told tell(AuthorId author, Told prev, byte[] ops, Told... seen) {
    Hash[] cited = new Hash[seen.length];
    for (int i = 0; i < seen.length; i++) {
      cited[i] = seen[i].hash;
    }
    Hash before = prev == null ? Hash.ZERO : prev.hash;
    byte[] bytes = MemberReading.intention(store, author, new Hlc(time++, 0), before, ops, cited);
    return new Told(Hex.encode(bytes), MemberReading.hash(MemberReading.view(bytes)));
  }

  private void writes() throws StoreException {
    Told a1 = tell(ANN, null, new GenesisOp("core:kvstore", 7).toOps());
    Told a2 = tell(ANN, a1, Saga.grant(BOB, Role.VOTER));
    Told b1 = tell(BOB, null, Saga.data(), a2);
    Told a3 = tell(ANN, a2, Saga.revoke(BOB), b1);
    Told b2 = tell(BOB, b1, Saga.data());
    Told b3 = tell(BOB, b2, Saga.data(), a3);
    Told a4 = tell(ANN, a3, Saga.grant(BOB, Role.CARRIER), b3);
    Told b4 = tell(BOB, b3, Saga.data(), a4);
    Told b5 = tell(BOB, b4, Saga.ack());
    add("creator", Verdict.OK, List.of(a1), tell(ANN, a1, Saga.data()), "the creator writes");
    add("voter", Verdict.OK, List.of(a1, a2), b1, "somebody let in writes");
    Told stranger = tell(BOB, null, Saga.data(), a1);
    add("stranger", Verdict.MEMBER_UNKNOWN, List.of(a1), stranger, "nobody let it in");
    Told early = tell(BOB, null, Saga.data(), a1);
    add("early", Verdict.MEMBER_UNKNOWN, List.of(a1, a2), early, "it does not cite the grant");
    add("before-cut", Verdict.OK, List.of(a1, a2, b1, a3), b1, "seen by who revoked it");
    List<Told> cut = List.of(a1, a2, b1, a3);
    add("beside-cut", Verdict.RIGHT_WITHDRAWN, cut, b2, "not seen by who revoked it");
    List<Told> more = List.of(a1, a2, b1, a3, b2);
    add("behind-cut", Verdict.ROLE_LACKS_RIGHT, more, b3, "cites the revocation");
    List<Told> again = List.of(a1, a2, b1, a3, b2, b3, a4);
    add("carrier-writes", Verdict.ROLE_LACKS_RIGHT, again, b4, "let in again, as a carrier");
    List<Told> all = List.of(a1, a2, b1, a3, b2, b3, a4, b4);
    add("carrier-acks", Verdict.OK, all, b5, "a carrier acks");
  }

  private void governs() throws StoreException {
    Told a1 = tell(ANN, null, new GenesisOp("core:kvstore", 7).toOps());
    Told a2 = tell(ANN, a1, Saga.grant(BOB, Role.VOTER));
    Told voter = tell(BOB, null, Saga.revoke(ANN), a2);
    add("voter-revokes", Verdict.AUTHORITY_LACKING, List.of(a1, a2), voter, "a voter governs");
    Told leave = tell(BOB, null, Saga.revoke(BOB), a2);
    add("leaves", Verdict.OK, List.of(a1, a2), leave, "a voter leaves");
    Told o2 = tell(ANN, a1, Saga.grant(BOB, Role.OWNER));
    Told junior = tell(BOB, null, Saga.revoke(ANN), o2);
    Told senior = tell(ANN, o2, Saga.revoke(BOB));
    add("junior", Verdict.OK, List.of(a1, o2), junior, "an owner revokes the creator");
    List<Told> both = List.of(a1, o2, senior);
    add("junior-outranked", Verdict.AUTHORITY_OUTRANKED, both, junior, "the creator did so, too");
    add("senior", Verdict.OK, List.of(a1, o2, junior), senior, "not knowing of a junior's");
  }

  private void limits() throws StoreException {
    Told a1 = tell(ANN, null, new GenesisOp("core:kvstore", 7).toOps());
    int room = Limits.MEMBERS_MAX - 1;
    byte[] crowd = MemberReading.crowd(MemberReading.view(Hex.decode(a1.hex)), room - 1);
    Told most = new Told("", MemberReading.hash(MemberReading.view(crowd)));
    Told last = tell(ANN, most, Saga.grant(BOB, Role.VOTER));
    add("most", Verdict.OK, List.of(a1), last, "the last there is room for", room - 1);
    crowd = MemberReading.crowd(MemberReading.view(Hex.decode(a1.hex)), room);
    Told full = new Told("", MemberReading.hash(MemberReading.view(crowd)));
    Told beyond = tell(ANN, full, Saga.grant(BOB, Role.VOTER));
    add("too-many", Verdict.MEMBERS_FULL, List.of(a1), beyond, "one more than that", room);
  }

  private void open() throws StoreException {
    Told b1 = tell(BOB, null, Saga.data());
    Told a1 = tell(ANN, null, Saga.revoke(BOB), b1);
    Told b2 = tell(BOB, b1, Saga.data());
    add("open", Verdict.OK, List.of(), b1, "the id is random: all may write");
    add("open-revoked", Verdict.RIGHT_WITHDRAWN, List.of(b1, a1), b2, "until they are revoked");
  }

  private void add(String name, Verdict verdict, List<Told> before, Told input, String comment)
      throws StoreException {
    add(name, verdict, before, input, comment, 0);
  }

  private void add(
      String name, Verdict verdict, List<Told> before, Told input, String comment, int crowd)
      throws StoreException {
    Map<String, String> vector = new LinkedHashMap<>();
    vector.put("rule", "members.md#" + (verdict == Verdict.OK ? "member" : verdict.rule()));
    vector.put("verdict", verdict.name());
    vector.put("comment", comment);
    vector.put("kind", "member");
    vector.put("store", store.toString());
    StringJoiner told = new StringJoiner(" ");
    before.forEach(each -> told.add(each.hex));
    vector.put("before", told.toString());
    if (crowd > 0) {
      vector.put("crowd", "" + crowd);
    }
    vector.put("input", input.hex);
    if (MemberReading.of(vector) != verdict) {
      throw new AssertionError(name + " is " + MemberReading.of(vector) + ", not " + verdict);
    }
    VectorFolder.add(files, "member-" + name, vector);
  }
}
