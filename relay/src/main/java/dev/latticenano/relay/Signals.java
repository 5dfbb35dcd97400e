package dev.latticenano.relay;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * The signals of the operating system, as far as this Java knows them: its own class for them is
 * there on every JDK, but not a part of the language's library, so it is asked for by name.
 */
public final class Signals {
  private Signals() {}

  /**
   * Has {@code work} done, on a thread of the system, whenever the signal comes.
   *
   * @param name without SIG
   * @return false if this Java does not tell of that signal
   */
  public static boolean on(String name, Runnable work) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object mine =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, args) -> answer(work, proxy, method.getName(), args));
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), mine);
      return true;
    } catch (ClassNotFoundException | NoSuchMethodException | InvocationTargetException e) {
      return false;
    } catch (InstantiationException | IllegalAccessException e) {
      return false;
    }
  }

  private static Object answer(Runnable work, Object proxy, String method, Object[] args) {
    return switch (method) {
      case "handle" -> {
        work.run();
        yield null;
      }
      case "equals" -> proxy == args[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "a signal's handler";
    };
  }
}
