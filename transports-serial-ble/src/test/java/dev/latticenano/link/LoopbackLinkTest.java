package dev.latticenano.link;

final class LoopbackLinkTest implements LinkContract {
  @Override
  public Pair open() {
    LoopbackLink[] ends = LoopbackLink.pair();
    return new Pair(ends[0], ends[1], () -> {});
  }
}
