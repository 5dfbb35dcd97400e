package dev.latticenano.postgres;

import dev.latticenano.core.store.StoreException;
import dev.latticenano.core.store.StoreException.Kind;
import java.sql.SQLException;

/**
 * What an error of the server means (docs/storage-postgres.md §6): by its state, never its text.
 */
final class SqlFailure {
  private SqlFailure() {}

  /** True if the same transaction can succeed when it is done again. */
  static boolean isConflict(SQLException e) {
    return stateBegins(e, "40001", "40P01", "CR000");
  }

  /** True if the connection is gone: whether the last statement was done is not known. */
  static boolean isLost(SQLException e) {
    return stateBegins(e, "08", "40003", "57P01", "57P02", "57P03", "57P05", "25P03");
  }

  /** One sentence: which server, what could not be done, why. */
  static StoreException of(String address, String what, SQLException e) {
    Kind kind = Kind.IO;
    if (stateBegins(e, "53100")) {
      kind = Kind.FULL;
    } else if (stateBegins(e, "XX001", "XX002")) {
      kind = Kind.CORRUPT;
    }
    return new StoreException(
        kind, "the PostgreSQL server " + address + " could not " + what + ": " + reason(e), e);
  }

  private static String reason(SQLException e) {
    Throwable last = e;
    // A pool says that it waited; what it waited for stands below.
    while (last.getCause() instanceof SQLException deeper) {
      last = deeper;
    }
    String text = last.getMessage() == null ? last.toString() : last.getMessage();
    String line = text.lines().findFirst().orElse("no reason was given").strip();
    String state = ((SQLException) last).getSQLState();
    return state == null ? line : line + " (" + state + ")";
  }

  private static boolean stateBegins(SQLException e, String... beginnings) {
    for (Throwable cause = e; cause instanceof SQLException sql; cause = cause.getCause()) {
      for (String beginning : beginnings) {
        if (sql.getSQLState() != null && sql.getSQLState().startsWith(beginning)) {
          return true;
        }
      }
    }
    return false;
  }
}
