package dev.latticenano.relay.figures;

import dev.latticenano.core.intention.StoreId;
import dev.latticenano.core.relay.HeldBack;
import dev.latticenano.core.relay.PrunePlan;
import dev.latticenano.host.text.Times;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a prune would drop, as maps and lists, for JSON. */
public final class PlanRows {
  private PlanRows() {}

  /** One store's. */
  public static Map<String, Object> of(StoreId store, PrunePlan plan) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("store", store.toString());
    row.put("intentions", plan.intentions());
    row.put("bytes", plan.bytes());
    List<Object> members = new ArrayList<>();
    plan.heldBack().forEach(each -> members.add(member(each)));
    row.put("held_back", members);
    return row;
  }

  private static Map<String, Object> member(HeldBack back) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("member", back.member().toString());
    row.put("intentions", back.intentions());
    row.put("bytes", back.bytes());
    long wrote = back.lastWroteMs();
    row.put("last_wrote", wrote == 0 ? null : Times.seconds(wrote));
    return row;
  }
}
