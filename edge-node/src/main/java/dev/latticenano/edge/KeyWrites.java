package dev.latticenano.edge;

import dev.latticenano.core.Limits;
import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.state.KvBatch;
import dev.latticenano.core.state.KvState;
import dev.latticenano.core.store.StoreException;
import dev.latticenano.edge.files.Submission;
import dev.latticenano.host.Failure;

/**
 * Writes of keys that come true together or not at all, with sentences for what cannot be written.
 * The rules are {@link KvBatch}'s.
 */
public final class KeyWrites {
  private final Submission submission;
  private final KvBatch batch;

  /** No writes yet, for {@code store}, whose state is {@code state}. */
  public KeyWrites(NodeHome home, StoreId store, KvState state) {
    this.submission = new Submission(home, store);
    this.batch = new KvBatch(state);
  }

  /** Has the key get a value, or none if that is null; both kept. */
  public KeyWrites add(byte[] key, byte[] value) throws Failure {
    KvBatch.Answer answer = value == null ? batch.delete(key) : batch.put(key, value);
    if (answer != KvBatch.Answer.DONE) {
      throw new Failure(Failure.BAD_INPUT, sentence(answer));
    }
    return this;
  }

  /** How many keys are written. */
  public int count() {
    return batch.count();
  }

  /** Signs and keeps them; durable when it returns. */
  public void submit() throws Failure, StoreException {
    KvBatch.Answer answer = batch.atomic();
    // One key alone is written again until all its heads are cited.
    if (answer == KvBatch.Answer.TOO_MANY_HEADS && batch.count() > 1) {
      throw new Failure(Failure.FAILED, sentence(answer));
    }
    if (answer == KvBatch.Answer.TOO_LONG_TOGETHER) {
      throw new Failure(Failure.BAD_INPUT, sentence(answer));
    }
    submission.submit(batch.proposals());
  }

  private static String sentence(KvBatch.Answer answer) {
    return switch (answer) {
      case KEY_EMPTY -> "a key has at least one byte";
      case KEY_TOO_LONG -> "a key has at most " + Limits.KV_KEY_BYTES_MAX + " bytes";
      case VALUE_TOO_LONG, TOO_LONG_TOGETHER ->
          "one write holds at most "
              + KvBatch.PAYLOAD_BYTES_MAX
              + " bytes of keys and values, and this is too long; put large content into a store"
              + " of files";
      case TOO_MANY_HEADS ->
          "these keys have more values than the "
              + Limits.CONDITION_HASHES_EMITTED
              + " that one write replaces; write fewer keys at once, or resolve them one by one";
      case DONE, EMPTY, NO_CONFLICT -> throw new AssertionError(answer);
    };
  }
}
