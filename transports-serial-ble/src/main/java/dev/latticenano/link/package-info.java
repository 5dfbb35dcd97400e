/**
 * Links: roads for frames between two machines.
 *
 * <p>Enters: frames, byte strings of 1 to {@link dev.latticenano.link.Link#FRAME_BYTES_MAX} bytes.
 * Leaves: the same frames at the far end, whole and in order, or a {@link
 * dev.latticenano.link.LinkException}. Refuses to know: what a frame means, who sent it, and
 * whether it may be believed.
 */
package dev.latticenano.link;
