package dev.latticenano.storage.disk;

/** An open file that can be had as memory, once it changes no more. */
public interface MappableFile extends DiskFile {
  /** Makes all of it memory until it is closed; false where that cannot be had. */
  boolean map();

  /**
   * Copies bytes, all of them within the file, out of that memory without a call of the system. If
   * the medium fails below it, or the file was shortened, {@code out} is left as it was or in part,
   * and an {@link InternalError} is thrown, perhaps only a while after this has returned: whoever
   * calls this sees to it that what was not copied is noticed. {@link #read} has no such trouble.
   */
  void copy(long at, byte[] out, int offset, int length);
}
