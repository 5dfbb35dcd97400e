package dev.latticenano.core;

import dev.latticenano.core.intention.AuthorId;
import java.util.List;

/** Where members can be reached, as far as the host of a node knows. */
public interface MemberPlaces {
  /**
   * What may be told of {@code member} to whoever is at the other end of {@code link} and has just
   * been let in; of this node itself where it can be called from there.
   *
   * @return addresses as text, the best first; none if nothing is known
   */
  List<String> of(AuthorId member, int link);
}
