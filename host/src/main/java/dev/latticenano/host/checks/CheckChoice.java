package dev.latticenano.host.checks;

import dev.latticenano.core.crypto.Ed25519Verifier;
import dev.latticenano.core.crypto.Verifier;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.function.Supplier;

/**
 * Who computes the equation of signatures in this process: Amazon Corretto's native provider if its
 * jar is on the class path, loads here, and says of every one of {@link StrictVectors} what our
 * rule says; else our own verifier, in Java.
 *
 * @param name of whoever it is, for people
 * @param finding why not the native one, a sentence; empty if it is, or if there is none
 * @param verifiers makes verifiers, one for each thread
 */
public record CheckChoice(String name, String finding, Supplier<Verifier> verifiers) {
  private static final String NATIVE =
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
  private static final String OWN = "Java";

  /** Looks for the native one. */
  public static CheckChoice make() {
    return make(NATIVE);
  }

  static CheckChoice make(String nativeClass) {
    try {
      Class<?> found = Class.forName(nativeClass);
      return judge((Provider) found.getDeclaredConstructor().newInstance());
    } catch (ClassNotFoundException e) {
      return own("");
    } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
      return own("the native provider of signature checks does not load here: " + cause(e));
    }
  }

  static CheckChoice judge(Provider provider) {
    try {
      ProviderVerifier verifier = new ProviderVerifier(provider);
      String disagreement = StrictVectors.disagreement(verifier);
      return disagreement == null
          ? new CheckChoice(verifier.toString(), "", () -> verifier(provider))
          : own(verifier + " is not used, for it has another rule: it " + disagreement);
    } catch (GeneralSecurityException | RuntimeException e) {
      return own("the native provider of signature checks fails here: " + cause(e));
    }
  }

  private static Verifier verifier(Provider provider) {
    try {
      return new ProviderVerifier(provider);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("it was there before", e);
    }
  }

  private static CheckChoice own(String finding) {
    return new CheckChoice(OWN, finding, Ed25519Verifier::new);
  }

  private static String cause(Throwable e) {
    Throwable last = e;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return last.toString();
  }
}
