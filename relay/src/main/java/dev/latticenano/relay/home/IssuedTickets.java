package dev.latticenano.relay.home;

import dev.latticenano.core.relay.Ticket;
import dev.latticenano.host.Failure;
import dev.latticenano.host.Reason;
import dev.latticenano.host.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder {@code tickets} of a relay's directory: a small file for each ticket its operator
 * made, written whole or not at all, by commands that run beside the relay, and asked by the relay
 * when somebody redeems one. A relay without the folder redeems what it signed.
 */
public final class IssuedTickets {
  private static final String NAME = "tickets";
  private static final int BYTES_MAX = 4096;

  private final Path folder;

  /** Those of a relay's directory. */
  public IssuedTickets(Path root) {
    folder = root.resolve(NAME);
  }

  /** Remembers a ticket before it is handed out. */
  public IssuedTicket add(Ticket ticket, String note, long nowMs) throws Failure {
    IssuedTicket issued = IssuedTicket.of(ticket, note, nowMs);
    write(issued);
    return issued;
  }

  private void write(IssuedTicket issued) throws Failure {
    try {
      SmallFile.folder(folder);
      byte[] text = issued.json().getBytes(StandardCharsets.UTF_8);
      SmallFile.write(folder.resolve(issued.number()), text, "rw-------");
    } catch (IOException e) {
      throw new Failure(
          Failure.DISK, "cannot write " + folder.resolve(issued.number()) + ": " + Reason.of(e), e);
    }
  }

  /** All of them, the oldest first; files that are something else are passed over. */
  public List<IssuedTicket> all() throws Failure {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<IssuedTicket> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        IssuedTicket issued = read(file);
        if (issued != null) {
          all.add(issued);
        }
      }
    } catch (IOException e) {
      throw new Failure(Failure.DISK, "cannot read " + folder + ": " + Reason.of(e), e);
    }
    all.sort(Comparator.comparingLong(IssuedTicket::createdMs));
    return all;
  }

  /** A sentence for each record that cannot be read. */
  public List<String> unreadable() throws Failure {
    List<String> sentences = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return sentences;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        if (isOurs(file) && read(file) == null) {
          sentences.add(
              file + " cannot be read, so its ticket counts as taken back; delete it to undo that");
        }
      }
    } catch (IOException e) {
      throw new Failure(Failure.DISK, "cannot read " + folder + ": " + Reason.of(e), e);
    }
    return sentences;
  }

  private static boolean isOurs(Path file) {
    return file.getFileName().toString().matches("[0-9a-f]{32}");
  }

  private static IssuedTicket read(Path file) throws IOException {
    return isOurs(file) && Files.size(file) <= BYTES_MAX
        ? IssuedTicket.parse(Files.readString(file))
        : null;
  }

  /** Takes back the ticket whose number begins so. */
  public IssuedTicket revoke(String beginning, long nowMs) throws Failure {
    List<IssuedTicket> found =
        all().stream().filter(each -> each.number().startsWith(beginning)).toList();
    if (found.size() != 1) {
      throw new Failure(
          Failure.NOT_FOUND,
          found.isEmpty()
              ? "no ticket's number begins with " + beginning + "; see: lattice-relay ticket list"
              : found.size() + " tickets' numbers begin with " + beginning + "; give more digits");
    }
    IssuedTicket revoked = found.get(0).revoked(nowMs);
    write(revoked);
    return revoked;
  }

  /** True if the operator took that ticket back; if that cannot be read it counts as taken back. */
  public boolean isRevoked(byte[] number) {
    Path file = folder.resolve(IssuedTicket.name(number));
    try {
      if (!Files.exists(file)) {
        return false;
      }
      IssuedTicket issued = read(file);
      return issued == null || issued.isRevoked();
    } catch (IOException e) {
      return true;
    }
  }
}
