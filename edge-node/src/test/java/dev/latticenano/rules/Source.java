package dev.latticenano.rules;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * One Java file as the compiler's parser sees it: what it declares and which members it names.
 *
 * @param file the path
 * @param classes names of classes, nested ones too
 * @param methods each method and its length
 * @param names every declared identifier: classes, methods, fields, parameters, variables
 * @param members every {@code a.b} in the code, as written
 */
record Source(
    String file,
    List<String> classes,
    List<Method> methods,
    List<String> names,
    List<String> members) {

  /** A method with a body and the lines from its first to its last. */
  record Method(String name, long lines) {}

  /** Parses {@code files}. */
  static List<Source> parse(List<String> files) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(
                      files.stream().map(Repository::path).toList()));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      List<Source> sources = new ArrayList<>();
      int index = 0;
      for (CompilationUnitTree unit : task.parse()) {
        sources.add(read(files.get(index++), unit, positions));
      }
      return sources;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Source read(String file, CompilationUnitTree unit, SourcePositions positions) {
    Source source =
        new Source(
            file, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    LineMap lines = unit.getLineMap();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitClass(ClassTree tree, Void none) {
        declare(tree.getSimpleName().toString());
        if (!tree.getSimpleName().isEmpty()) {
          source.classes.add(tree.getSimpleName().toString());
        }
        return super.visitClass(tree, none);
      }

      @Override
      public Void visitMethod(MethodTree tree, Void none) {
        declare(tree.getName().toString());
        if (tree.getBody() != null) {
          source.methods.add(new Method(tree.getName().toString(), length(tree)));
        }
        return super.visitMethod(tree, none);
      }

      @Override
      public Void visitVariable(VariableTree tree, Void none) {
        declare(tree.getName().toString());
        return super.visitVariable(tree, none);
      }

      @Override
      public Void visitMemberSelect(MemberSelectTree tree, Void none) {
        source.members.add(tree.toString());
        return super.visitMemberSelect(tree, none);
      }

      private void declare(String name) {
        if (!name.isEmpty() && !name.equals("<init>")) {
          source.names.add(name);
        }
      }

      private long length(Tree tree) {
        long first = positions.getStartPosition(unit, tree);
        long last = positions.getEndPosition(unit, tree);
        return first < 0 || last < 0
            ? 0
            : lines.getLineNumber(last) - lines.getLineNumber(first) + 1;
      }
    }.scan(unit, null);
    return source;
  }
}
