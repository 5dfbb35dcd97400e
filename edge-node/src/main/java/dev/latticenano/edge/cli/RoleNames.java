package dev.latticenano.edge.cli;

import dev.latticenano.core.state.Role;
import dev.latticenano.host.Failure;
import dev.latticenano.host.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The roles that can be given, for the shell and for help. */
final class RoleNames extends ArrayList<String> {
  private static final long serialVersionUID = 1L;

  RoleNames() {
    super(List.of("owner", "voter", "carrier", "reader"));
  }

  /** The role that was typed. */
  static Role parse(String text) throws Failure {
    String name = text.toLowerCase(Locale.ROOT);
    if (!new RoleNames().contains(name)) {
      throw new Failure(
          Failure.BAD_INPUT,
          "a role is " + String.join(", ", new RoleNames()) + ", not " + Shown.of(text));
    }
    return Role.valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** The word for a role. */
  static String of(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }
}
