package dev.latticenano.core.dag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.latticenano.core.bytes.Seeds;
import dev.latticenano.core.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who agreed to an intention, asked of the graph. */
class AgreementTest {
  private final Scene scene = new Scene();
  private final Ingested ingested = new Ingested();

  private Agreement about(Written written) throws StoreException {
    return new Agreement(ingested.dag, ingested.row(written.hash()));
  }

  private int author(char author) {
    return ingested.author(Scene.author(author));
  }

  private IntList voters(String names) {
    IntList voters = new IntList();
    for (char name : names.toCharArray()) {
      voters.add(author(name));
    }
    return voters;
  }

  @Test
  void whoCitesAgreesAndWhoOnlyHasItInItsPastDoesNot() throws StoreException {
    Written notice = scene.write('a');
    Written cites = scene.write('b', notice);
    scene.write('c', cites);
    ingested.ingestAll(scene.all);
    Agreement agreement = about(notice);
    assertTrue(agreement.agrees(author('a')));
    assertTrue(agreement.agrees(author('b')));
    assertFalse(agreement.agrees(author('c')));
    assertTrue(agreement.isFinal(voters("ab")));
    assertFalse(agreement.isFinal(voters("abc")));
    scene.write('c', notice);
    ingested.ingestAll(scene.all);
    assertTrue(agreement.isFinal(voters("abc")));
  }

  @Test
  void nothingIsFinalWithoutVotersOrWithOneWhoWasNotMet() throws StoreException {
    Written notice = scene.write('a');
    ingested.ingestAll(scene.all);
    IntList voters = new IntList();
    assertFalse(about(notice).isFinal(voters));
    voters.add(author('a'));
    assertTrue(about(notice).isFinal(voters));
    voters.add(Dag.NONE);
    assertFalse(about(notice).isFinal(voters));
  }

  @Test
  void anAgreementOnABranchOfAForkDoesNotCount() throws StoreException {
    Written notice = scene.write('a');
    Written first = scene.write('b');
    Written cites = scene.on('b', first, notice);
    ingested.ingestAll(scene.all);
    Agreement agreement = about(notice);
    assertTrue(agreement.agrees(author('b')));
    scene.on('b', first);
    ingested.ingestAll(scene.all);
    assertFalse(agreement.agrees(author('b')), cites.hash().toString());
  }

  @Test
  void agreesWithAModelThatLooksAtEverythingAndRemembersNothing() {
    Seeds.run(
        getClass(),
        random -> {
          for (int round = 0; round < 30; round++) {
            Scene drawn = new Scene();
            Ingested dag = new Ingested();
            Written notice = drawn.write('a');
            Agreement agreement = null;
            List<Character> agreed = new ArrayList<>(List.of('a'));
            for (int i = 0; i < 40; i++) {
              char who = (char) ('a' + random.nextInt(4));
              Written other = drawn.all.get(random.nextInt(drawn.all.size()));
              boolean cites = random.nextInt(15) == 0;
              drawn.write(who, cites ? notice : other);
              if ((cites || other == notice) && !agreed.contains(who)) {
                agreed.add(who);
              }
              dag.ingestAll(drawn.all);
              if (agreement == null) {
                agreement = new Agreement(dag.dag, dag.row(notice.hash()));
              }
              for (char each = 'a'; each <= 'd'; each++) {
                int number = dag.author(Scene.author(each));
                boolean agrees = number != Dag.NONE && agreement.agrees(number);
                assertEquals(agreed.contains(each), agrees, each + " after " + i);
              }
            }
          }
        });
  }
}
