/**
 * The serial line: a reliable byte stream over a wire that flips, drops and delays bytes.
 *
 * <p>Enters: bytes off the wire, bytes to send, and the time as {@code nowMs}. Leaves: bytes for
 * the wire, and the far end's bytes whole and in order. Refuses to know: devices, threads, clocks,
 * and what the bytes mean. Everything here except the constructors allocates nothing and can be
 * written again in C line by line; docs/links.md is the specification of both.
 */
package dev.latticenano.link.serial;
