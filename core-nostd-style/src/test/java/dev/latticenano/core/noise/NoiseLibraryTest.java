package dev.latticenano.core.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.southernstorm.noise.protocol.CipherState;
import com.southernstorm.noise.protocol.CipherStatePair;
import com.southernstorm.noise.protocol.HandshakeState;
import dev.latticenano.core.bytes.Hex;
import dev.latticenano.core.bytes.VectorFile;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The library does what Noise's published vectors say, for the two patterns that we use. */
class NoiseLibraryTest {
  private final byte[] out = new byte[4096];
  private final byte[] read = new byte[4096];

  @Test
  void publishedVectorsComeOutByteForByte() throws Exception {
    int cases = 0;
    for (Map<String, String> vector : VectorFile.read("noise.txt").cases()) {
      run(vector);
      cases++;
    }
    assertEquals(2, cases);
  }

  private void run(Map<String, String> vector) throws Exception {
    HandshakeState caller = end(vector, "caller", HandshakeState.INITIATOR);
    HandshakeState answerer = end(vector, "answerer", HandshakeState.RESPONDER);
    if (vector.containsKey("remembered")) {
      caller.getRemotePublicKey().setPublicKey(Hex.decode(vector.get("remembered")), 0);
    }
    caller.start();
    answerer.start();
    int message = 1;
    for (; caller.getAction() != HandshakeState.SPLIT; message++) {
      boolean first = message % 2 == 1;
      byte[] payload = Hex.decode(vector.get("payload" + message));
      int length = (first ? caller : answerer).writeMessage(out, 0, payload, 0, payload.length);
      assertEquals(vector.get("message" + message), Hex.encode(out, 0, length));
      int plain = (first ? answerer : caller).readMessage(out, 0, length, read, 0);
      assertArrayEquals(payload, Arrays.copyOf(read, plain));
    }
    assertEquals(vector.get("binding"), Hex.encode(caller.getHandshakeHash()));
    CipherStatePair ofCaller = caller.split();
    CipherStatePair ofAnswerer = answerer.split();
    for (; vector.containsKey("message" + message); message++) {
      boolean first = message % 2 == 1;
      CipherState from = (first ? ofCaller : ofAnswerer).getSender();
      CipherState to = (first ? ofAnswerer : ofCaller).getReceiver();
      byte[] payload = Hex.decode(vector.get("payload" + message));
      int length = from.encryptWithAd(null, payload, 0, out, 0, payload.length);
      assertEquals(vector.get("message" + message), Hex.encode(out, 0, length));
      int plain = to.decryptWithAd(null, out, 0, read, 0, length);
      assertArrayEquals(payload, Arrays.copyOf(read, plain));
    }
    assertEquals(7, message);
  }

  private static HandshakeState end(Map<String, String> vector, String who, int role)
      throws Exception {
    HandshakeState end = new HandshakeState(vector.get("name"), role);
    byte[] prologue = Hex.decode(vector.get("prologue"));
    end.setPrologue(prologue, 0, prologue.length);
    end.getLocalKeyPair().setPrivateKey(Hex.decode(vector.get(who)), 0);
    end.getFixedEphemeralKey().setPrivateKey(Hex.decode(vector.get(who + "_ephemeral")), 0);
    return end;
  }
}
