package dev.latticenano.edge.scenario;

import java.util.Locale;

/** The statements of the language, each with its form: capitals are places, brackets optional. */
enum Verb {
  ADD_NODE("NAME [COUNT]"),
  CREATE("NODE STORE TYPE [sealed]"),
  JOIN("NODES STORE from PEER [as ROLE]"),
  LINK("NODES OTHERS [over LINK]"),
  ONLINE("NODES"),
  OFFLINE("NODES"),
  PARTITION("NODES from OTHERS"),
  HEAL(""),
  MEET("NODE PEER [for DURATION] [over LINK]"),
  SYNC("NODE PEER [within DURATION] [over LINK]"),
  PUT("NODES STORE KEY VALUE"),
  DELETE("NODES STORE KEY"),
  APPEND("NODES STORE VALUE"),
  FILE("NODES STORE PATH SIZE"),
  REMOVE("NODES STORE PATH"),
  POWER_CUT("NODES [within COUNT writes] [for DURATION]"),
  DISK("NODES DISK"),
  CLOCK("NODES CLOCK"),
  ATTACK("NODES ATTACK"),
  RUN("DURATION"),
  REST("[within DURATION]"),
  EVERY("RANGE STATEMENT"),
  REPEAT("COUNT STATEMENT"),
  STOP(""),
  ASSERT_CONVERGED("[STORE] [on NODES]"),
  ASSERT_KEY("NODES STORE KEY VALUE"),
  ASSERT_HEADS("NODES STORE KEY COUNT"),
  ASSERT_LAG("NODES STORE COUNT"),
  ASSERT_NO_TROUBLE("[NODES]");

  private final String form;

  Verb(String form) {
    this.form = form;
  }

  /** Its word in a scenario. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The whole form, as a person is told it. */
  String form() {
    return (word() + " " + form).strip();
  }

  /** The parts of the form behind the word. */
  String parts() {
    return form;
  }

  /** True if virtual time may pass while it is done: then nothing else may start it. */
  boolean waits() {
    return switch (this) {
      case JOIN, SYNC, RUN, REST -> true;
      default -> false;
    };
  }

  /** True if it takes another statement. */
  boolean isPrefix() {
    return this == EVERY || this == REPEAT;
  }

  /** The statement of that word, or null. */
  static Verb of(String word) {
    for (Verb verb : values()) {
      if (verb.word().equals(word)) {
        return verb;
      }
    }
    return null;
  }
}
