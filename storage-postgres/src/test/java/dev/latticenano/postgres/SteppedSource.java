package dev.latticenano.postgres;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Real connections, and somebody who is told before and after everything that goes to the server:
 * each statement and each commit. He may end the process, or break the connection by throwing.
 */
final class SteppedSource {
  /** Is told. */
  interface Steps {
    /** Before ({@code after} false) or after a call of {@code execute…} or {@code commit}. */
    void step(String call, boolean after, Connection connection) throws SQLException;
  }

  private SteppedSource() {}

  /** {@code source} with {@code steps} told. */
  static DataSource of(DataSource source, Steps steps) {
    return proxy(
        DataSource.class,
        (self, method, arguments) -> {
          Object made = called(() -> method.invoke(source, arguments));
          return made instanceof Connection connection ? connection(connection, steps) : made;
        });
  }

  /** {@code source}; {@code sql} is told every statement that is prepared. */
  static DataSource telling(DataSource source, Consumer<String> sql) {
    return proxy(
        DataSource.class,
        (self, method, arguments) -> {
          Object made = called(() -> method.invoke(source, arguments));
          return made instanceof Connection connection ? telling(connection, sql) : made;
        });
  }

  private static Connection telling(Connection real, Consumer<String> sql) {
    return proxy(
        Connection.class,
        (self, method, arguments) -> {
          if (method.getName().equals("prepareStatement")) {
            sql.accept((String) arguments[0]);
          }
          Object made = called(() -> method.invoke(real, arguments));
          return made instanceof Statement && !(made instanceof PreparedStatement)
              ? telling((Statement) made, sql)
              : made;
        });
  }

  private static Statement telling(Statement real, Consumer<String> sql) {
    return proxy(
        Statement.class,
        (self, method, arguments) -> {
          if (method.getName().startsWith("execute")) {
            sql.accept((String) arguments[0]);
          }
          return called(() -> method.invoke(real, arguments));
        });
  }

  private static Connection connection(Connection real, Steps steps) {
    return proxy(
        Connection.class,
        (self, method, arguments) -> {
          boolean told = method.getName().equals("commit");
          if (told) {
            steps.step("commit", false, real);
          }
          Object made = called(() -> method.invoke(real, arguments));
          if (told) {
            steps.step("commit", true, real);
          }
          return made instanceof PreparedStatement statement
              ? statement(statement, real, steps)
              : made;
        });
  }

  private static PreparedStatement statement(
      PreparedStatement real, Connection connection, Steps steps) {
    return proxy(
        PreparedStatement.class,
        (self, method, arguments) -> {
          boolean told = method.getName().startsWith("execute");
          if (told) {
            steps.step(method.getName(), false, connection);
          }
          Object made = called(() -> method.invoke(real, arguments));
          if (told) {
            steps.step(method.getName(), true, connection);
          }
          return made;
        });
  }

  private interface Call {
    Object run() throws ReflectiveOperationException;
  }

  private static Object called(Call call) throws Throwable {
    try {
      return call.run();
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
