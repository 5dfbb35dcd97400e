package dev.latticenano.rules;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** Conditions on the shape of a class that the architecture rules use. */
final class Shapes {
  static final ArchCondition<JavaClass> BE_CONCRETE =
      condition(
          "be concrete",
          c -> !c.getModifiers().contains(JavaModifier.ABSTRACT),
          c -> c.getName() + " is abstract");

  static final ArchCondition<JavaMethod> OVERRIDE_A_FOREIGN_METHOD =
      condition(
          "override a method of a library",
          Shapes::overridesForeign,
          m -> m.getFullName() + " starts with get");

  /** {@code Instant.now()} and its like; reckoning with dates is no clock. */
  static final DescribedPredicate<AccessTarget> READ_THE_CLOCK =
      DescribedPredicate.describe(
          "read the clock",
          t -> t.getOwner().getPackageName().startsWith("java.time") && t.getName().equals("now"));

  private Shapes() {}

  /** The interface asks for no more than {@code max} methods; static ones are not asked for. */
  static ArchCondition<JavaClass> declareAtMostMethods(int max) {
    return condition(
        "declare at most " + max + " methods",
        c -> asked(c) <= max,
        c -> c.getName() + " has " + asked(c) + " methods");
  }

  private static long asked(JavaClass c) {
    return c.getMethods().stream()
        .filter(m -> !m.getModifiers().contains(JavaModifier.STATIC))
        .filter(m -> !m.getModifiers().contains(JavaModifier.SYNTHETIC))
        .count();
  }

  private static boolean overridesForeign(JavaMethod method) {
    JavaClass owner = method.getOwner();
    return java.util.stream.Stream.concat(
            owner.getAllRawSuperclasses().stream(), owner.getAllRawInterfaces().stream())
        .filter(above -> !above.getName().startsWith("dev.latticenano."))
        .flatMap(above -> above.getMethods().stream())
        .anyMatch(m -> m.getName().equals(method.getName()));
  }

  private static <T> ArchCondition<T> condition(
      String description,
      java.util.function.Predicate<T> holds,
      java.util.function.Function<T, String> message) {
    return new ArchCondition<>(description) {
      @Override
      public void check(T item, ConditionEvents events) {
        events.add(new SimpleConditionEvent(item, holds.test(item), message.apply(item)));
      }
    };
  }
}
